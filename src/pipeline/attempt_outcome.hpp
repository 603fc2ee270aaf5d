#pragma once

#include "core/chain_result.hpp"
#include "core/error.hpp"
#include "routing/model_card.hpp"

namespace signalbox {

// How one attempt ended, for the strategy that made it.
struct AttemptOutcome {
    Result<ExecutionResult> answer;
    ValidationResult validation{};
    ModelCard const* model = nullptr;
    int nth = 0;
    int text_nth = 0;        // the number that its text has for the reader: of the attempt that began it
    bool passed = false;     // its reader got text of it
    bool committed = false;  // its reader got what cannot be taken back
    bool stopped = false;    // our own checks ended the call: `answer` has the text that came until then

    // There is an answer, and it passed.
    [[nodiscard]] bool good() const { return answer && validation.accepted(); }
    // There is an answer, but nothing in it.
    [[nodiscard]] bool empty() const { return answer && answer->content.empty() && !answer->tool_calls; }
};

}  // namespace signalbox
