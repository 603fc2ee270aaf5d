#include "validation/checks.hpp"
#include "validation/text.hpp"

#include <algorithm>
#include <array>

namespace signalbox::checks {

namespace {

constexpr std::size_t longest_shrug = 80;  // bytes
constexpr std::size_t least_large_task = 60;
constexpr std::size_t longest_crumb = 48;  // less is no answer to a large task

constexpr std::array<std::string_view, 10> shrugs{"i don't know", "i do not know", "i have no idea", "no idea",
                                                  "i'm not sure", "i am not sure", "not sure",       "n/a",
                                                  "idk",          "no comment"};
// What asks for more than a few words, and what takes that back.
constexpr std::array<std::string_view, 12> large{"explain",   "describe", "compare",   "design",
                                                 "analyze",   "analyse",  "discuss",   "essay",
                                                 "implement", "outline",  "elaborate", "evaluate"};
constexpr std::array<std::string_view, 24> small{
    "brief", "short", "one",   "single", "yes",    "only",   "just", "concise", "true", "number",  "name",   "tl",
    "word",  "quick", "which", "title",  "letter", "choose", "pick", "select",  "best", "correct", "option", "emoji"};

bool is_shrug(std::string_view answer) {
    std::array<char, longest_shrug> text{};
    constexpr std::string_view curly = "\u2019";
    std::size_t size = 0;
    for (auto rest = answer; !rest.empty();) {
        bool const is_curly = rest.starts_with(curly);
        text[size++] = is_curly ? '\'' : lower(rest.front());
        rest.remove_prefix(is_curly ? curly.size() : 1);
    }
    std::string_view const read{text.data(), size};
    if (read.contains('?') || read.contains("but ")) return false;
    return std::ranges::any_of(shrugs, [read](auto words) { return read.starts_with(words); });
}

}  // namespace

Evidence unanswered(AnswerView const& view) {
    auto const answer = trim(view.answer);
    if (answer.empty() || answer.size() > longest_shrug) return std::nullopt;
    auto const task = whole_prefix(task_of(view.context), 16UL * 1024);
    if (is_shrug(answer)) return "shrugs: \"" + excerpt(answer, longest_shrug) + "\"";
    if (answer.size() > longest_crumb || task.size() < least_large_task) return std::nullopt;
    // A question back, a link or a line of code may be all that is needed.
    if (answer.contains('?') || answer.contains("://") || answer.contains('`')) return std::nullopt;
    if (!has_word_like(task, large) || has_word_like(task, small)) return std::nullopt;
    return "too little for a large task: \"" + excerpt(answer, longest_crumb) + "\"";
}

}  // namespace signalbox::checks
