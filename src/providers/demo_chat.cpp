#include "providers/demo_chat.hpp"

#include "validation/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace signalbox {

namespace {

struct Capital {
    std::string_view country;
    std::string_view city;
};

constexpr std::array<Capital, 14> capitals{{{"france", "Paris"},
                                            {"germany", "Berlin"},
                                            {"italy", "Rome"},
                                            {"spain", "Madrid"},
                                            {"portugal", "Lisbon"},
                                            {"japan", "Tokyo"},
                                            {"austria", "Vienna"},
                                            {"poland", "Warsaw"},
                                            {"sweden", "Stockholm"},
                                            {"norway", "Oslo"},
                                            {"canada", "Ottawa"},
                                            {"australia", "Canberra"},
                                            {"egypt", "Cairo"},
                                            {"brazil", "Bras\u00edlia"}}};

constexpr std::size_t longest_sum = 48;  // longer texts have numbers for other reasons

constexpr std::array<std::string_view, 6> greetings{"hi", "hello", "hey", "good", "greetings", "hallo"};
constexpr std::array<std::string_view, 2> thanks{"thank", "thanks"};

std::string capital_in(std::string_view text) {
    if (constexpr std::array<std::string_view, 1> capital{"capital"}; !has_word_like(text, capital)) return {};
    for (auto word = next_word(text); !word.empty(); word = next_word(text)) {
        auto const* const found =
            std::ranges::find_if(capitals, [word](auto const& row) { return equal_words(word, row.country); });
        if (found == capitals.end()) continue;
        std::string country{found->country};
        country.front() = static_cast<char>(country.front() - 'a' + 'A');
        return "The capital of " + country + " is " + std::string{found->city} + ".";
    }
    return {};
}

// A number of up to nine digits at the beginning of `text`, after blanks; takes it off.
bool take_number(std::string_view& text, std::int64_t& number) {
    text = trim(text);
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || number > 999'999'999 || number < -999'999'999) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

std::string sum_at(std::string_view text) {
    std::int64_t left = 0;
    std::int64_t right = 0;
    if (!take_number(text, left)) return {};
    text = trim(text);
    if (text.empty()) return {};
    auto const sign = text.front();
    text.remove_prefix(1);
    if (!take_number(text, right)) return {};
    std::int64_t result = 0;
    switch (sign) {
        case '+':
            result = left + right;
            break;
        case '-':
            result = left - right;
            break;
        case '*':
        case 'x':
            result = left * right;
            break;
        case '/':
            if (right == 0 || left % right != 0) return {};
            result = left / right;
            break;
        default:
            return {};
    }
    return std::to_string(left) + " " + sign + " " + std::to_string(right) + " = " + std::to_string(result) + ".";
}

// "7 * 6 = 42." for the first such sum in the text.
std::string sum_in(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_digit(text[at]) || (at > 0 && is_digit(text[at - 1]))) continue;
        if (auto sum = sum_at(text.substr(at)); !sum.empty()) return sum;
    }
    return {};
}

}  // namespace

std::string demo_chat(std::string_view text, DemoQuestion const& question, std::uint64_t hash) {
    auto const read = whole_prefix(text, 1024);
    if (auto sum = sum_in(read); read.size() <= longest_sum && !sum.empty()) return sum;
    if (auto capital = capital_in(read); !capital.empty()) return capital;
    auto first = read;
    auto const word = next_word(first);
    auto const is = [word](auto greeting) { return equal_words(word, greeting); };
    if (std::ranges::any_of(greetings, is)) return "Hello! Ask me anything, and watch which model gets to answer.";
    if (std::ranges::any_of(thanks, is)) return "You are welcome!";
    std::array<std::string, 3> const answers{
        "You asked about " + question.topic +
            ". A real model would answer here; I know sums, some capitals and a few algorithms.",
        "About " + question.topic + ": this is where a real model's answer would stand. Mine is only a place for it.",
        "The question about " + question.topic +
            " arrived, was analyzed and routed. What a demo cannot do is know the answer."};
    return answers[hash % answers.size()];
}

std::string demo_poem(std::string_view topic, std::uint64_t hash) {
    std::string const about{topic};
    std::array<std::string, 3> const poems{
        "A line was set for " + about +
            ",\nthe lamp went green, the rails lay bare;\nand what was sent at break of day\nby evening was already "
            "there.",
        "Of " + about +
            " the wires hum,\na patient note, a distant drum;\nthe signal falls, the night is long,\nand morning "
            "finishes the song.",
        "Between two stations, late and slow,\nI thought of " + about +
            " and snow;\nthe box was lit, the points were thrown,\nand no one travels quite alone."};
    return poems[hash % poems.size()];
}

}  // namespace signalbox
