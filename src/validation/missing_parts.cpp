#include "validation/checks.hpp"
#include "validation/counted_items.hpp"
#include "validation/numbered_parts.hpp"
#include "validation/text.hpp"

namespace signalbox::checks {

namespace {

Evidence unanswered_questions(std::string_view task, std::string_view answer) {
    auto const asked = numbered_questions(task);
    if (asked == 0) return std::nullopt;
    auto const answered = numbered_answers(answer);
    if (answered == 0 || answered >= asked) return std::nullopt;
    return "answers " + std::to_string(answered) + " of " + std::to_string(asked) + " numbered questions";
}

Evidence missing_items(std::string_view task, std::string_view answer) {
    auto const wanted = has_items(answer) ? items_wanted(task) : 0;
    if (wanted == 0) return std::nullopt;
    auto const listed = items_listed(answer);
    if (listed < 2 || listed >= wanted) return std::nullopt;
    return "lists " + std::to_string(listed) + " of the " + std::to_string(wanted) + " things asked for";
}

}  // namespace

Evidence missing_parts(AnswerView const& view) {
    auto const task = whole_prefix(task_of(view.context), 64UL * 1024);
    auto evidence = unanswered_questions(task, view.answer);
    if (!evidence) evidence = missing_items(trim(task), view.answer);
    return evidence;
}

}  // namespace signalbox::checks
