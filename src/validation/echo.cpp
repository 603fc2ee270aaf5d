#include "validation/checks.hpp"
#include "validation/text.hpp"

#include <algorithm>
#include <array>

namespace signalbox::checks {

namespace {

constexpr std::size_t least_task = 24;  // shorter questions may be their own answer
constexpr std::size_t early = 300;      // bytes: an answer that begins with so many of the task's only repeats it
// Words of tasks whose proper answer may be the text of the task, or begin with it.
constexpr std::array<std::string_view, 24> wishes{"repeat",    "echo",    "say",     "print",    "copy",     "correct",
                                                  "proofread", "rewrite", "improve", "convert",  "translat", "format",
                                                  "return",    "output",  "fix",     "edit",     "complet",  "contin",
                                                  "refactor",  "add",     "quote",   "transcri", "extend",   "finish"};
// What an answer may put before the question that it gives back.
constexpr std::array<std::string_view, 5> leads{"you asked", "question", "your question", "user", "q"};

std::string_view without_lead(std::string_view answer) {
    auto const colon = answer.substr(0, 24).find(':');
    if (colon == std::string_view::npos) return answer;
    auto const lead = trim(answer.substr(0, colon));
    bool const known = std::ranges::any_of(leads, [lead](auto words) { return equal_words(lead, words); });
    return known ? answer.substr(colon + 1) : answer;
}

// Do the first `size` bytes say the same words?
bool begin_alike(std::string_view answer, std::string_view task, std::size_t size) {
    if (answer.size() < size || task.size() < size) return false;
    auto theirs = whole_prefix(answer, size);
    auto ours = whole_prefix(task, size);
    std::size_t words = 0;
    for (;;) {
        auto const a = next_word(theirs);
        auto const b = next_word(ours);
        // The last word may be cut, and a few bytes of punctuation may differ.
        if (theirs.size() < 16 || ours.size() < 16) return words > 20;
        if (!std::ranges::equal(a, b, {}, lower, lower)) return false;
        ++words;
    }
}

}  // namespace

Evidence echo(AnswerView const& view) {
    auto const task = trim(task_of(view.context));
    if (task.size() < least_task) return std::nullopt;
    auto const answer = without_lead(trim(view.answer));
    if (!view.finished) {
        if (!begin_alike(answer, task, early) || has_word_like(whole_prefix(task, 16UL * 1024), wishes))
            return std::nullopt;
        return "the answer begins with the question";
    }
    if (answer.size() > task.size() + task.size() / 8 + 16) return std::nullopt;
    if (!equal_words(answer, task) || has_word_like(task, wishes)) return std::nullopt;
    return "the answer only repeats the question";
}

}  // namespace signalbox::checks
