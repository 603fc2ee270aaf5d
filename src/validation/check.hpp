#pragma once

#include "core/chain_context.hpp"
#include "core/chain_result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// What a check may look at. With `finished` false, `answer` is what has arrived so far.
struct AnswerView {
    ChainContext const* context = nullptr;
    std::string_view answer;
    bool finished = true;
    FinishReason finish_reason = FinishReason::stop;
    bool tool_calls = false;    // an empty text is then a proper answer
    std::string_view raw = {};  // the answer's whole body in OpenAI's shape, or empty: has the tool calls
};

struct Finding {
    std::string_view check;  // its name: "empty", "refusal", ...
    std::string evidence;    // for people and for `issues`; never longer than 200 bytes
};

// Runs all deterministic checks of the table in order. Those that need the whole answer are left
// out while it is not finished. No finding: pass. A check never throws.
[[nodiscard]] std::vector<Finding> check_answer(AnswerView const& view);

// Runs those that tell by the beginning of an answer alone: all that need not the whole, but the
// search for loops.
[[nodiscard]] std::vector<Finding> check_beginning(AnswerView const& view);

// The verdict of the deterministic checks alone: no findings give score 10, any finding gives
// `invalid` with a score of 0-4. Accuracy and completeness stay absent: nobody read the answer.
[[nodiscard]] ValidationResult verdict_of(std::vector<Finding> const& findings);

}  // namespace signalbox
