#include "validation/checks.hpp"
#include "validation/numbered_parts.hpp"
#include "validation/text.hpp"

namespace signalbox::checks {

Evidence missing_parts(AnswerView const& view) {
    auto const asked = numbered_questions(whole_prefix(task_of(view.context), 64UL * 1024));
    if (asked == 0) return std::nullopt;
    auto const answered = numbered_answers(view.answer);
    if (answered == 0 || answered >= asked) return std::nullopt;
    return "answers " + std::to_string(answered) + " of " + std::to_string(asked) + " numbered questions";
}

}  // namespace signalbox::checks
