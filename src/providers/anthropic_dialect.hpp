#pragma once

#include "providers/translating_provider.hpp"
#include "wire/anthropic_answer.hpp"
#include "wire/sse_decoder.hpp"

#include <string>
#include <string_view>

namespace signalbox {

// The data of SSE events: the type of Anthropic's is in it, too.
class SseData {
public:
    explicit SseData(std::size_t max_event) : events_{max_event} {}
    void feed(std::string_view bytes) { events_.feed(bytes); }
    [[nodiscard]] Result<bool> next(std::string_view& data) {
        wire::SseEvent event;
        auto more = events_.next(event);
        if (more && *more) data = event.data;
        return more;
    }

private:
    wire::SseDecoder events_;
};

// Anthropic's Messages API, and what of it is not a translation.
struct AnthropicDialect {
    static constexpr EndpointPath path{.root = "/v1", .endpoint = "/messages"};
    static constexpr KeyField key_field = KeyField::anthropic;
    static constexpr std::string_view stream_type = "text/event-stream";
    using Stream = TranslatedStream<SseData, wire::MessageEvents>;

    [[nodiscard]] static Result<void> write_request(std::string& body, Attempt const& attempt,
                                                    wire::JsonReader& reader);
    [[nodiscard]] static wire::MessageEvents translator(wire::JsonReader& reader);
    [[nodiscard]] static Result<ExecutionResult> read_whole(std::string_view body, wire::JsonReader& reader);
    [[nodiscard]] static Error failure(wire::ResponseHead const& head, std::string_view body);
};

using AnthropicProvider = TranslatingProvider<AnthropicDialect>;

}  // namespace signalbox
