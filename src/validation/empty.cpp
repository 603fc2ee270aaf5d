#include "validation/checks.hpp"
#include "validation/text.hpp"

namespace signalbox::checks {

Evidence empty(AnswerView const& view) {
    if (!trim(view.answer).empty()) return std::nullopt;
    return "the answer has no text";
}

}  // namespace signalbox::checks
