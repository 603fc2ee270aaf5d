// Whatever an Ollama says: the chunks we make of it are in OpenAI's shape, and a stream is the same however its bytes
// come.

#include "wire/line_decoder.hpp"
#include "wire/ollama_answer.hpp"
#include "wire/ollama_request.hpp"
#include "wire/openai_answer.hpp"
#include "wire/openai_request.hpp"
#include "wire/sse_decoder.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace signalbox;
using namespace signalbox::wire;

void require(bool holds) {
    if (!holds) std::abort();
}

struct Seen {
    std::string frames;
    bool failed = false;
    bool finished = false;
    bool operator==(Seen const&) const = default;
};

Seen translate(std::string_view bytes, std::size_t piece_size) {
    JsonReader reader;
    LineDecoder decoder{4096};
    OllamaLines stream{reader, {.created = 1, .seed = 2}};
    Seen seen;
    while (!bytes.empty() && !seen.failed) {
        std::string const piece{bytes.substr(0, piece_size)};
        bytes.remove_prefix(piece.size());
        decoder.feed(piece);
        for (std::string_view line; !seen.failed && !stream.finished();) {
            auto const more = decoder.next(line);
            seen.failed = !more;
            if (!more || !*more) break;
            seen.failed = !stream.event(line, seen.frames);
        }
        if (stream.finished()) break;
    }
    seen.finished = stream.finished();
    return seen;
}

void check_frames(std::string_view frames) {
    JsonReader reader;
    CompletionStream stream{reader};
    SseDecoder decoder;
    decoder.feed(frames);
    for (SseEvent event;;) {
        auto const more = decoder.next(event);
        require(more.has_value());
        if (!*more) break;
        require(stream.chunk(event.data).has_value());
    }
}

void check_bodies(std::string_view body) {
    JsonReader reader;
    if (auto const answer = read_ollama_answer(body, reader, {})) {
        auto const again = read_completion(answer->raw, reader);
        require(again && again->content == answer->content && again->tool_calls == answer->tool_calls);
    }
    (void)classify_ollama_failure(400, body, {});
    (void)read_ollama_models(body, reader);
    if (auto const request = read_chat_request(body, reader)) {
        std::string chat;
        auto const written = append_ollama_request(chat, request->raw, {.model = "m", .window = 5}, reader);
        require(written ? reader.parse(chat).has_value() : written.error().code == Errc::invalid_value);
        std::string plain;
        append_ollama_request(plain, request->context, {.model = "m"});
        require(reader.parse(plain).has_value());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes{reinterpret_cast<char const*>(data), size};
    auto const whole = translate(bytes, std::max<std::size_t>(size, 1));
    for (std::size_t const piece : {1U, 7U}) require(translate(bytes, piece) == whole);
    check_frames(whole.frames);
    check_bodies(bytes);
    return 0;
}
