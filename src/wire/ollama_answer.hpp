#pragma once

#include "core/chain_result.hpp"
#include "core/error.hpp"
#include "wire/answer_piece.hpp"
#include "wire/json_document.hpp"
#include "wire/openai_writer.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Answers of Ollama's `/api/chat` in OpenAI's shape: thinking as reasoning_content, whole tool calls as tool_calls.
namespace signalbox::wire {

// Ollama names neither its answers nor (mostly) its tool calls: `seed`, another for each answer, makes the ids.
struct OllamaIdentity {
    std::int64_t created = 0;  // unix seconds
    std::uint64_t seed = 0;
};

// Reads a whole answer; `raw` is the same as a `chat.completion` body.
// Errors: provider_protocol; an error member by its kind.
[[nodiscard]] Result<ExecutionResult> read_ollama_answer(std::string_view body, JsonReader& reader,
                                                         OllamaIdentity const& identity);

// The error class of a failed answer: classify_failure(), and what only this API says. That the model has no tools or
// cannot think is invalid_value: another model may.
[[nodiscard]] Error classify_ollama_failure(int status, std::string_view body, std::string_view retry_after);

// Turns the lines of one streamed answer into chunks. The answer is complete with `"done":true`.
class OllamaLines {
public:
    OllamaLines(JsonReader& reader, OllamaIdentity const& identity);

    // One line; its chunks are appended to `frames`. What comes after the last is ignored.
    // Errors: provider_protocol (malformed), or the class of an `error` line.
    [[nodiscard]] Result<AnswerPiece> event(std::string_view line, std::string& frames);
    [[nodiscard]] bool finished() const { return finished_; }
    [[nodiscard]] std::optional<Usage> const& usage() const { return usage_; }
    [[nodiscard]] FinishReason finish_reason() const { return finish_reason_; }
    [[nodiscard]] bool tool_calls() const { return tool_calls_ > 0; }

private:
    [[nodiscard]] Result<void> message(simdjson::dom::object message, AnswerPiece& piece, std::string& frames);
    void finish(simdjson::dom::object line, AnswerPiece& piece, std::string& frames);

    JsonReader& reader_;
    OllamaIdentity identity_;
    std::string id_;
    std::string model_;
    std::string text_;
    std::string reasoning_;
    std::optional<Usage> usage_;
    FinishReason finish_reason_ = FinishReason::stop;
    std::size_t tool_calls_ = 0;
    bool started_ = false;
    bool finished_ = false;
};

// The models of a `GET /api/tags` answer, by name; those that only embed are left out.
// Errors: provider_protocol.
[[nodiscard]] Result<std::vector<std::string>> read_ollama_models(std::string_view body, JsonReader& reader);

}  // namespace signalbox::wire
