#include "validation/byte_search.hpp"
#include "validation/checks.hpp"
#include "validation/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace signalbox::checks {

namespace {

constexpr std::size_t least_wish = 100;  // words; shorter wishes are fuzzy
constexpr std::size_t most_wish = 20'000;
constexpr std::size_t reach = 6;  // words between the verb and the number

constexpr std::array<std::string_view, 5> verbs{"write", "compose", "draft", "produce", "generate"};

std::size_t number_in(std::string_view word) {
    std::size_t value = 0;
    auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    return error == std::errc{} && end == word.data() + word.size() ? value : 0;
}

// A number of three digits or more with "word..." behind it: without one, no length is asked for.
bool may_count_words(std::string_view task) {
    for (auto at = find_digit(task, 0); at < task.size(); at = find_digit(task, at)) {
        auto const begin = at;
        while (at < task.size() && is_digit(task[at])) ++at;
        auto rest = task.substr(at);
        if (at - begin >= 3 && starts_with(next_word(rest), "word")) return true;
    }
    return false;
}

// N of "write a N-word essay", "write N words" and "at least N words"; 0 when there is none.
// "Summarize this 500-word text" asks for nothing of that size: the number has to follow a verb.
std::size_t words_wanted(std::string_view task) {
    std::size_t since_verb = reach + 1;
    std::string_view before;
    std::size_t number = 0;
    for (auto word = next_word(task); !word.empty(); word = next_word(task)) {
        if (number > 0 && starts_with(word, "word")) return number;
        auto const at_least = equal_words(before, "least") || equal_words(before, "minimum");
        since_verb =
            std::ranges::any_of(verbs, [word](auto verb) { return equal_words(word, verb); }) ? 0 : since_verb + 1;
        if (since_verb > 0 && starts_with(word, "summar")) since_verb = reach + 1;
        auto const value = number_in(word);
        number = value >= least_wish && value <= most_wish && (at_least || since_verb <= reach) ? value : 0;
        before = word;
    }
    return 0;
}

constexpr std::array<std::string_view, 10> limits{"under", "most",   "maximum", "max", "less",
                                                  "fewer", "within", "exceed",  "up",  "limit"};

// "no more than 100 words" is a limit, "more than 100 words" is none.
bool equal_or_less(std::string_view task) { return task.contains("no more") || task.contains("not more"); }

}  // namespace

Evidence length(AnswerView const& view) {
    auto const task = whole_prefix(task_of(view.context), 16UL * 1024);
    if (!may_count_words(task)) return std::nullopt;
    auto const wanted = words_wanted(task);
    if (wanted == 0 || has_word_like(task, limits) || equal_or_less(task)) return std::nullopt;
    // Scripts without blanks have no words to count.
    if (static_cast<std::size_t>(std::ranges::count(view.answer, ' ')) * 12 < view.answer.size()) return std::nullopt;
    std::size_t words = 0;
    for (auto rest = view.answer; words < wanted / 2 && !next_word(rest).empty();) ++words;
    if (words == 0 || words >= wanted / 2) return std::nullopt;
    return std::to_string(words) + " words where " + std::to_string(wanted) + " were asked for";
}

}  // namespace signalbox::checks
