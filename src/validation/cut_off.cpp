#include "validation/checks.hpp"

namespace signalbox::checks {

Evidence cut_off(AnswerView const& view) {
    if (view.finish_reason != FinishReason::length) return std::nullopt;
    // A client that sets a limit has asked for the cut.
    if (view.context != nullptr && view.context->max_output_tokens) return std::nullopt;
    return "the answer stops at the length limit";
}

}  // namespace signalbox::checks
