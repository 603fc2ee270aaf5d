#pragma once

#include "core/chain_result.hpp"
#include "core/error.hpp"
#include "wire/chunk_template.hpp"
#include "wire/json_document.hpp"
#include "wire/tool_call_indices.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace signalbox::wire {

// Reads a provider's whole `chat.completion` body: content of the first choice, usage, finish
// reason, tool calls. `raw` is not set. Errors: provider_protocol; an `error` member by its kind.
[[nodiscard]] Result<ExecutionResult> read_completion(std::string_view body, JsonReader& reader);

// The error class of a provider's failed HTTP answer, from status and body (OpenAI's error shape,
// also Anthropic's and plain text). Its detail is ours, never the provider's words.
// `wall_now_s` is for a Retry-After that is a date; without it (0) dates are ignored.
[[nodiscard]] Error classify_failure(int status, std::string_view body, std::string_view retry_after,
                                     std::string_view retry_after_ms, std::int64_t wall_now_s = 0);

// Seconds (up to six digits), milliseconds, or an HTTP date in any of its three forms against
// `wall_now_s`; absent when malformed. A date that is over means 0, one that is far away 999,999 seconds.
[[nodiscard]] std::optional<std::chrono::milliseconds> read_retry_after(std::string_view seconds_or_date,
                                                                        std::string_view ms, std::int64_t wall_now_s);

// Appends one event's data, already read by CompletionStream, as a frame for the client: one `data:`
// line, without the `usage` member that many providers put into every chunk and some SDKs refuse there.
void append_chunk_frame(std::string& out, std::string_view data);

// Collects one streamed answer from its chunks.
class CompletionStream {
public:
    struct Piece {
        std::string_view text;  // decoded; may point into `data`, lives until the next chunk
        std::string_view reasoning;
        bool tool_calls = false;
        bool usage_only = false;  // no choices: nothing for the client but the usage it may not have asked for
        bool content = false;     // a real token: text, reasoning, refusal or tool call
        bool finish = false;      // has a finish_reason
        bool has_usage = false;   // has a usage member, be it null: append_chunk_frame leaves it out
        bool done = false;        // this was [DONE]
        bool misplaced = false;   // has tool calls without a proper index: append_indexed_chunk sets it
    };
    explicit CompletionStream(JsonReader& reader) : reader_{reader} {}

    // One SSE event's data; what comes after [DONE] is ignored. Of several choices (`n`) the first one's
    // text is told. A refusal is text. Errors: provider_protocol (malformed), or the class of an `error` member.
    [[nodiscard]] Result<Piece> chunk(std::string_view data);
    // Saw a finish_reason or [DONE]: an end of stream before that is upstream_truncated.
    [[nodiscard]] bool finished() const { return finished_; }
    [[nodiscard]] std::optional<Usage> const& usage() const { return usage_; }
    [[nodiscard]] FinishReason finish_reason() const { return finish_reason_; }
    [[nodiscard]] bool tool_calls() const { return tool_calls_; }
    // Of the tool calls in the latest chunk that had some.
    [[nodiscard]] std::span<std::int64_t const> call_indices() const { return calls_.of_chunk(); }

private:
    [[nodiscard]] Result<Piece> read(std::string_view data);
    [[nodiscard]] Result<void> choices(simdjson::dom::element list, Piece& piece);
    [[nodiscard]] Result<void> choice(simdjson::dom::object choice, Piece& piece);
    [[nodiscard]] Result<void> delta(simdjson::dom::object delta, bool first_choice, Piece& piece);

    JsonReader& reader_;
    ChunkTemplate template_;
    bool template_has_usage_ = false;
    bool only_content_ = false;  // of the chunk being read: one choice, the first, without a refusal
    bool finished_ = false;
    bool done_ = false;
    bool tool_calls_ = false;
    ToolCallIndices calls_;
    std::optional<Usage> usage_;
    FinishReason finish_reason_ = FinishReason::stop;
    std::string text_;
    std::string reasoning_;
};

}  // namespace signalbox::wire
