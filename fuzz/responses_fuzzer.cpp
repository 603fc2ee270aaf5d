// Whatever a client says in the Responses API: the chat request we make of it is read by our own reader, or refused
// with a reason; and whatever a provider's chunks bring, the events are numbered, named and strict JSON.

#include "wire/openai_request.hpp"
#include "wire/responses_request.hpp"
#include "wire/responses_writer.hpp"
#include "wire/sse_decoder.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace signalbox;
using namespace signalbox::wire;

constexpr ResponseIdentity identity{.key = "k", .created = 1, .model = "m", .echo = {}};

void require(bool holds) {
    if (!holds) std::abort();
}

bool is_refusal(Errc code) { return code == Errc::invalid_value || code == Errc::invalid_json; }

void check_request(std::string_view body) {
    JsonReader reader;
    std::string chat;
    auto const echo = append_responses_chat(chat, body, reader);
    if (!echo) return require(is_refusal(echo.error().code));
    require(reader.parse("{" + *echo + "}").has_value());
    auto const request = read_chat_request(chat, reader);
    if (!request) return require(is_refusal(request.error().code));
    std::string whole;
    require(
        append_response(whole, {.key = "k", .created = 1, .model = "m", .echo = *echo}, {.content = "x"}, {}, reader)
            .has_value());
    require(reader.parse(whole).has_value());
}

void check_events(std::string_view events) {
    JsonReader reader;
    SseDecoder decoder;
    decoder.feed(events);
    std::uint64_t number = 0;
    for (SseEvent event;;) {
        auto const more = decoder.next(event);
        require(more.has_value());
        if (!*more) return;
        auto const data = reader.parse(event.data);
        require(data.has_value());
        std::string_view type;
        std::uint64_t told = 0;
        require(data->at_key("type").get(type) == simdjson::SUCCESS && type == event.name);
        require(data->at_key("sequence_number").get(told) == simdjson::SUCCESS && told == number++);
    }
}

void check_frames(std::string_view frames) {
    JsonReader reader;
    ResponseEventWriter writer{identity};
    std::string out;
    if (writer.frames(out, frames, reader)) {
        writer.finish(out, FinishReason::stop, {});
    } else {
        writer.fail(out, {Errc::provider_protocol, {}, {}, {}});
    }
    check_events(out);
    std::string whole;
    if (append_response(whole, identity, {}, frames, reader)) require(reader.parse(whole).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes{reinterpret_cast<char const*>(data), size};
    check_request(bytes);
    check_frames(bytes);
    return 0;
}
