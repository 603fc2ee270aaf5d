#pragma once

#include "core/chain_result.hpp"
#include "core/error.hpp"
#include "wire/openai_writer.hpp"

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::wire {

// Members that whole answers and stream lines of Ollama share.

// "chatcmpl-000000000000002a", "call_000000000000002a_1".
[[nodiscard]] std::string ollama_answer_id(std::uint64_t seed);
[[nodiscard]] std::string ollama_call_id(std::uint64_t seed, std::size_t nth);

// prompt_eval_count and eval_count; nothing when neither makes sense.
[[nodiscard]] std::optional<Usage> read_ollama_usage(simdjson::dom::object answer);
// Unknown reasons count as stop.
[[nodiscard]] FinishReason read_done_reason(std::string_view text, bool tool_calls);
// The tool calls of a message; those without an id of their own get one, counted from `first`.
[[nodiscard]] Result<std::vector<ToolCall>> read_ollama_calls(simdjson::dom::object message, std::uint64_t seed,
                                                              std::size_t first);
// An error that stands in an answer that began well.
[[nodiscard]] std::optional<Error> read_ollama_error(simdjson::dom::object answer);

}  // namespace signalbox::wire
