#pragma once

#include "validation/check.hpp"

#include <optional>
#include <string>
#include <string_view>

// The deterministic checks, one per file. Each is pure, linear in the answer, allocates only to tell
// of a failure, and prefers to miss a bad answer to blaming a good one. `check_answer` runs them all.
namespace signalbox::checks {

// Why the answer is bad, for people, at most 200 bytes; nothing when it passes.
using Evidence = std::optional<std::string>;

[[nodiscard]] Evidence empty(AnswerView const& view);           // no visible text
[[nodiscard]] Evidence refusal(AnswerView const& view);         // "I'm sorry, but I can't help with that."
[[nodiscard]] Evidence cut_off(AnswerView const& view);         // ended at the provider's length limit
[[nodiscard]] Evidence repetition(AnswerView const& view);      // the same sentence, line or phrase again and again
[[nodiscard]] Evidence code_fence(AnswerView const& view);      // a code block that nothing closes
[[nodiscard]] Evidence broken_code(AnswerView const& view);     // code with an unclosed string or bracket
[[nodiscard]] Evidence json(AnswerView const& view);            // JSON was asked for and this is none
[[nodiscard]] Evidence schema(AnswerView const& view);          // JSON that does not match the schema asked for
[[nodiscard]] Evidence tool_arguments(AnswerView const& view);  // a tool called with what it does not take
[[nodiscard]] Evidence echo(AnswerView const& view);            // the question given back
[[nodiscard]] Evidence script(AnswerView const& view);          // another alphabet than the question's
[[nodiscard]] Evidence language(AnswerView const& view);        // another language than the question's or the wished
[[nodiscard]] Evidence unanswered(AnswerView const& view);      // a bare "I don't know", a crumb for a large task
[[nodiscard]] Evidence missing_parts(AnswerView const& view);   // answers 1 to 3 of 5 questions, lists 4 of 10
[[nodiscard]] Evidence length(AnswerView const& view);          // far less or far more words than asked for

// The evidence of repetition: "repeats ..." and the unit that loops.
[[nodiscard]] std::string repeats(std::string_view unit);

}  // namespace signalbox::checks
