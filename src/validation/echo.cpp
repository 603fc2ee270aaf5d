#include "validation/checks.hpp"
#include "validation/text.hpp"

#include <array>

namespace signalbox::checks {

namespace {

constexpr std::size_t least_task = 24;  // shorter questions may be their own answer
// Words of tasks whose proper answer may be the text of the task.
constexpr std::array<std::string_view, 14> wishes{"repeat",   "echo",      "say",     "print",   "copy",
                                                  "correct",  "proofread", "rewrite", "improve", "convert",
                                                  "translat", "format",    "return",  "output"};

}  // namespace

Evidence echo(AnswerView const& view) {
    auto const task = trim(task_of(view.context));
    auto const answer = trim(view.answer);
    if (task.size() < least_task || answer.size() > task.size() + task.size() / 8 + 16) return std::nullopt;
    if (!equal_words(answer, task) || has_word_like(task, wishes)) return std::nullopt;
    return "the answer only repeats the question";
}

}  // namespace signalbox::checks
