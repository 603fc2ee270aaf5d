// Whatever a server or a client says in the Messages API: the chunks and requests we make of it are in OpenAI's shape,
// and a stream is the same however its bytes come.

#include "wire/anthropic_answer.hpp"
#include "wire/anthropic_request.hpp"
#include "wire/messages_request.hpp"
#include "wire/messages_writer.hpp"
#include "wire/openai_answer.hpp"
#include "wire/openai_request.hpp"
#include "wire/prompt_extras.hpp"
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
    SseDecoder decoder{4096};
    MessageEvents stream{reader, 1};
    Seen seen;
    while (!bytes.empty() && !seen.failed) {
        std::string const piece{bytes.substr(0, piece_size)};
        bytes.remove_prefix(piece.size());
        decoder.feed(piece);
        for (SseEvent event; !seen.failed;) {
            auto const more = decoder.next(event);
            seen.failed = !more;
            if (!more || !*more) break;
            seen.failed = !stream.event(event.data, seen.frames);
        }
    }
    seen.finished = stream.finished();
    return seen;
}

// OpenAI's reader takes them, and they can be told to a client of the Messages API again.
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
    MessageEventWriter writer{{.id = "msg", .model = "m"}, Tokens{1}};
    std::string back;
    if (!writer.frames(back, frames, reader)) return;
    writer.finish(back, FinishReason::stop, {});
    auto const again = translate(back, back.size());
    require(again.finished && !again.failed);
}

void check_bodies(std::string_view body) {
    JsonReader reader;
    if (auto const answer = read_message(body, reader, 1)) {
        auto const again = read_completion(answer->raw, reader);
        require(again && again->content == answer->content && again->tool_calls == answer->tool_calls);
    }
    (void)classify_messages_failure(400, body, {}, {});
    std::string chat;
    if (append_chat_request(chat, body, reader)) {
        auto const request = read_chat_request(chat, reader);
        require(request || request.error().code == Errc::invalid_value || request.error().code == Errc::invalid_json);
        if (request) require(prompt_extras(chat, reader).json_bytes <= chat.size());
    }
    std::string counted;
    (void)append_chat_request(counted, body, reader, MessagesUse::count);
    if (auto const request = read_chat_request(body, reader)) {
        std::string messages;
        auto const written = append_messages_request(messages, request->raw, {.model = "m", .stream = true}, reader);
        require(written ? reader.parse(messages).has_value() : written.error().code == Errc::invalid_value);
        std::string plain;
        if (append_messages_request(plain, request->context, {.model = "m"})) require(reader.parse(plain).has_value());
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
