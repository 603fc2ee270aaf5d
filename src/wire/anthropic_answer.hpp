#pragma once

#include "core/chain_result.hpp"
#include "core/error.hpp"
#include "wire/answer_piece.hpp"
#include "wire/anthropic_fields.hpp"
#include "wire/json_document.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Answers of Anthropic's Messages API in OpenAI's shape: text and thinking as they are, tool_use as
// tool_calls, signatures of thinking as reasoning_details. What OpenAI's shape has no place for (citations,
// blocks of tools that run at the provider) is left out.
namespace signalbox::wire {

// Reads a whole message; `raw` is the same answer as a `chat.completion` body. `created` in unix seconds.
// Errors: provider_protocol; an error object by its kind.
[[nodiscard]] Result<ExecutionResult> read_message(std::string_view body, JsonReader& reader, std::int64_t created);

// The error class of a failed answer: classify_failure(), and what only this API says.
[[nodiscard]] Error classify_messages_failure(int status, std::string_view body, std::string_view retry_after,
                                              std::string_view retry_after_ms, std::int64_t wall_now_s = 0);

// Turns the events of one streamed message into chunks. `ping`, and events and blocks of kinds that are
// not known, are passed over. The finish_reason is told with message_stop, not before: without it the
// answer is cut.
class MessageEvents {
public:
    MessageEvents(JsonReader& reader, std::int64_t created) : reader_{reader}, created_{created} {}

    // One event's data; its chunks are appended to `frames`. What comes after message_stop is ignored.
    // Errors: provider_protocol (malformed), or the class of an `error` event.
    [[nodiscard]] Result<AnswerPiece> event(std::string_view data, std::string& frames);
    // Saw message_stop.
    [[nodiscard]] bool finished() const { return finished_; }
    [[nodiscard]] std::optional<Usage> usage() const { return usage_.usage(); }
    [[nodiscard]] FinishReason finish_reason() const { return finish_reason_; }
    [[nodiscard]] bool tool_calls() const { return !tools_.empty(); }

private:
    using Object = simdjson::dom::object;
    struct Tool {
        std::int64_t block = 0;
        std::string input;    // of its start, when that has one: for servers that send no deltas
        bool argued = false;  // some of its arguments left
        bool closed = false;
    };
    [[nodiscard]] Result<void> start(Object event, std::string& frames);
    [[nodiscard]] Result<void> block_start(Object event, AnswerPiece& piece, std::string& frames);
    [[nodiscard]] Result<void> block_delta(Object event, AnswerPiece& piece, std::string& frames);
    [[nodiscard]] Result<void> tool_start(Object block, std::int64_t index, std::string& frames);
    [[nodiscard]] Result<void> tool_delta(Object delta, std::int64_t index, std::string& frames);
    void tell_text(std::string_view text, std::string& frames);
    void tell_reasoning(std::string_view text, std::string& frames);
    void block_stop(std::int64_t index, std::string& frames);
    void close_tool(std::size_t nth, std::string& frames);
    void close_thinking(std::string& frames);
    void message_delta(Object event);
    void stop(AnswerPiece& piece, std::string& frames);

    JsonReader& reader_;
    std::int64_t created_;
    std::string id_;
    std::string model_;
    std::vector<Tool> tools_;
    std::string thinking_;  // of the open thinking block, for its detail
    std::string signature_;
    std::string text_;
    std::string reasoning_;
    MessageUsage usage_;
    FinishReason finish_reason_ = FinishReason::stop;
    bool started_ = false;
    bool finished_ = false;
};

}  // namespace signalbox::wire
