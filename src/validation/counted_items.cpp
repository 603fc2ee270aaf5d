#include "validation/counted_items.hpp"

#include "validation/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace signalbox {

namespace {

constexpr std::size_t most_items = 100;
constexpr std::size_t longest_task = 600;  // bytes: longer ones bring numbers of their own
constexpr int reach = 4;                   // words between the verb and the number

constexpr std::array<std::string_view, 11> verbs{"list", "give",     "name", "suggest", "provide",  "show",
                                                 "find", "generate", "tell", "write",   "recommend"};
constexpr std::array<std::string_view, 13> number_words{"zero",  "one",   "two",  "three", "four",   "five",  "six",
                                                        "seven", "eight", "nine", "ten",   "eleven", "twelve"};
// What a number counts without any item of its own ("3 days"), and what makes it a limit.
constexpr std::array<std::string_view, 22> units{
    "word",    "sentence", "line",  "paragraph", "page",   "minute", "hour", "day",  "week",  "month",  "year",
    "percent", "star",     "digit", "character", "letter", "bit",    "byte", "time", "verse", "stanza", "dollar"};
constexpr std::array<std::string_view, 12> limits{"most",  "maximum", "max",    "up",    "limit", "less",
                                                  "fewer", "under",   "within", "about", "some",  "more"};

std::optional<std::size_t> number_in(std::string_view word) {
    std::size_t value = 0;
    auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error == std::errc{} && end == word.data() + word.size()) return value;
    auto const* const found = std::ranges::find_if(number_words, [word](auto one) { return equal_words(word, one); });
    if (found == number_words.end()) return std::nullopt;
    return static_cast<std::size_t>(found - number_words.begin());
}

// The mark of a list's item with its blank: "- ", "* ", "• ", "12. ", "12) ", "**12." - or 0 bytes.
std::size_t item_mark(std::string_view line) {
    if (line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ ")) return 2;
    if (line.starts_with("• ")) return 4;
    auto const bold = line.starts_with("**") ? 2U : line.starts_with("### ") ? 4U : 0U;
    auto digits = bold;
    while (digits < line.size() && is_digit(line[digits])) ++digits;
    bool const counted = digits > bold && digits - bold <= 3 && digits < line.size();
    return counted && (line[digits] == '.' || line[digits] == ')') ? digits + 1 : 0;
}

}  // namespace

std::size_t items_wanted(std::string_view task) {
    if (task.size() > longest_task || task.contains('\n')) return 0;
    if (has_word_like(task, limits)) return 0;
    std::size_t wanted = 0;
    int since_verb = reach + 1;
    for (auto word = next_word(task); !word.empty(); word = next_word(task)) {
        auto const number = number_in(word);
        if (!number) {
            bool const verb = std::ranges::any_of(verbs, [word](auto v) { return equal_words(word, v); });
            since_verb = verb ? 0 : since_verb + 1;
            continue;
        }
        if (*number == 1) continue;  // "one" is a word of many uses
        if (wanted > 0 || since_verb > reach) return 0;
        auto rest = task;
        auto const counted = next_word(rest);
        if (counted.empty() || has_word_like(counted, units)) return 0;
        wanted = *number;
    }
    return wanted <= most_items ? wanted : 0;
}

bool has_items(std::string_view answer) {
    auto const begins_item = [](std::string_view line) {
        while (!line.empty() && (line.front() == ' ' || line.front() == '*')) line.remove_prefix(1);
        return !line.empty() &&
               (is_digit(line.front()) || line.front() == '-' || line.front() == '+' || line.starts_with("\u2022"));
    };
    if (answer.starts_with('*') || begins_item(answer)) return true;
    for (auto at = answer.find('\n'); at != std::string_view::npos; at = answer.find('\n', at + 1))
        if (answer.substr(at + 1).starts_with('*') || begins_item(answer.substr(at + 1))) return true;
    return false;
}

std::size_t items_listed(std::string_view answer) {
    std::size_t items = 0;
    std::size_t parts = 0;  // items may be groups: "Reds: Malbec, Pinot Noir"
    std::size_t others = 0;
    std::size_t least_indent = answer.size();
    for (auto rest = answer; !rest.empty();) {
        auto const line = next_line(rest);
        auto const text = trim(line);
        if (text.empty()) continue;
        if (text.starts_with("```") || text.starts_with('|')) return 0;
        if (item_mark(text) == 0) {
            ++others;
            continue;
        }
        auto const indent = static_cast<std::size_t>(text.data() - line.data());
        if (indent < least_indent) {
            least_indent = indent;
            items = 0;
        }
        if (indent == least_indent) ++items;
        parts += 1 + static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return c == ',' || c == ';'; }));
    }
    // An introduction and a closing line are no prose that may hold the rest.
    return others > 2 ? 0 : std::max(items, parts);
}

}  // namespace signalbox
