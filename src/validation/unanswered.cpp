#include "validation/checks.hpp"
#include "validation/text.hpp"

#include <algorithm>
#include <array>

namespace signalbox::checks {

namespace {

constexpr std::size_t longest_shrug = 80;  // bytes
constexpr std::size_t longest_announcement = 300;
constexpr std::size_t least_large_task = 60;
constexpr std::size_t longest_crumb = 48;  // less is no answer to a large task

constexpr std::array<std::string_view, 10> shrugs{"i don't know", "i do not know", "i have no idea", "no idea",
                                                  "i'm not sure", "i am not sure", "not sure",       "n/a",
                                                  "idk",          "no comment"};
// What asks for more than a few words, and what takes that back.
constexpr std::array<std::string_view, 13> large{"detail",  "explain",   "describe", "compar", "design",
                                                 "analyze", "analyse",   "discuss",  "essay",  "implement",
                                                 "outline", "elaborate", "evaluate"};
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

constexpr std::array<std::string_view, 10> announcing{
    "sure", "of course", "certainly", "absolutely", "okay", "here ", "here's", "here\u2019s", "great", "i'd be happy"};

// "Sure! Here is the plan:" and nothing behind it; "Let me put that together for you."
bool only_announces(std::string_view answer) {
    if (answer.size() > longest_announcement || answer.contains('\n')) return false;
    if (answer.ends_with(':'))
        return std::ranges::any_of(announcing, [answer](auto words) { return starts_with(answer, words); });
    auto const stop = answer.substr(0, answer.size() - 1).find_last_of(".!");
    auto const last = trim(answer.substr(stop == std::string_view::npos ? 0 : stop + 1));
    return starts_with(last, "let me ") && !starts_with(last, "let me know") && last.ends_with('.');
}

}  // namespace

Evidence unanswered(AnswerView const& view) {
    auto const answer = trim(view.answer);
    if (answer.empty()) return std::nullopt;
    if (only_announces(answer)) return "announces an answer and gives none";
    if (answer.size() > longest_shrug) return std::nullopt;
    auto const task = whole_prefix(task_of(view.context), 16UL * 1024);
    if (is_shrug(answer)) return "shrugs: \"" + excerpt(answer, longest_shrug) + "\"";
    if (answer.size() > longest_crumb || task.size() < least_large_task) return std::nullopt;
    // A question back, a link or a line of code may be all that is needed.
    if (answer.contains("://") || answer.find_first_of("?`#$|(){}=;") != std::string_view::npos) return std::nullopt;
    if (!has_word_like(task, large) || has_word_like(task, small)) return std::nullopt;
    return "too little for a large task: \"" + excerpt(answer, longest_crumb) + "\"";
}

}  // namespace signalbox::checks
