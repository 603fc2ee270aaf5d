// Events must not depend on how the bytes were split, and what we write must be read back.

#include "wire/openai_answer.hpp"
#include "wire/sse_decoder.hpp"
#include "wire/sse_writer.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <tuple>
#include <vector>

namespace {

using namespace signalbox::wire;

constexpr std::size_t max_event = 4096;

struct Seen {
    std::vector<std::tuple<std::string, std::string, std::string>> events;
    bool failed = false;
    bool mid_event = false;
};

void require(bool holds) {
    if (!holds) std::abort();
}

// Pieces are as long as the bytes of `lengths` say, again and again; empty: all at once.
Seen decode(std::string_view bytes, std::string_view lengths) {
    SseDecoder decoder{max_event};
    Seen seen;
    for (std::size_t nth = 0; !bytes.empty() && !seen.failed; ++nth) {
        auto const length =
            lengths.empty() ? bytes.size() : static_cast<unsigned char>(lengths[nth % lengths.size()]) % 61 + 1UL;
        std::string const piece{bytes.substr(0, length)};
        bytes.remove_prefix(piece.size());
        decoder.feed(piece);
        for (SseEvent event;;) {
            auto const more = decoder.next(event);
            if (!more) seen.failed = true;
            if (!more || !*more) break;
            seen.events.emplace_back(event.name, event.data, event.id);
        }
    }
    seen.mid_event = decoder.mid_event();
    return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes{reinterpret_cast<char const*>(data), size};
    auto const whole = decode(bytes, {});
    for (auto const lengths : {bytes.substr(0, 16), std::string_view{"\0", 1}}) {
        auto const split = decode(bytes, lengths);
        require(split.failed == whole.failed && split.events == whole.events);
        require(whole.failed || split.mid_event == whole.mid_event);
    }

    JsonReader reader;
    CompletionStream stream{reader};
    std::string frames;
    for (auto const& [name, text, id] : whole.events) {
        append_sse(frames, {}, {}, text);
        auto const piece = stream.chunk(text);
        if (!piece || piece->done || piece->usage_only) continue;
        std::string frame;
        append_chunk_frame(frame, text);
        require(frame.find('\n') == frame.size() - 2 && frame.find('\r') == std::string::npos);
        CompletionStream again{reader};
        auto const read = again.chunk(std::string_view{frame}.substr(6, frame.size() - 8));
        require(read && !read->usage_only);
    }
    auto const back = decode(frames, {});
    require(back.failed || back.events.size() == whole.events.size());
    return 0;
}
