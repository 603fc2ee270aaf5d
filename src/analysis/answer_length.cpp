#include "analysis/answer_length.hpp"

#include <algorithm>
#include <array>

namespace signalbox {

namespace {

constexpr double longest = 8000;

// Tokens of an easy answer, and what the highest complexity adds; in the order of Category.
struct Usual {
    double easy = 0;
    double hard = 0;
};
constexpr std::array<Usual, category_names.size()> usual{{
    {180, 1500},  // code
    {60, 900},    // research
    {150, 1100},  // creative
    {120, 1100},  // analysis
    {30, 500},    // chat
}};

double tokens_per(LengthUnit unit) {
    switch (unit) {
        case LengthUnit::words:
            return 1.4;
        case LengthUnit::sentences:
            return 30;
        case LengthUnit::lines:
            return 14;
        case LengthUnit::paragraphs:
            return 120;
        case LengthUnit::pages:
            return 650;
        case LengthUnit::none:
            break;
    }
    return 0;
}

}  // namespace

double expected_answer_tokens(Features const& features, Category category, int complexity) {
    if (features.asked_unit != LengthUnit::none) {
        return std::clamp(features.asked_amount * tokens_per(features.asked_unit), 4.0, longest);
    }
    auto const& [easy, hard] = usual[static_cast<std::size_t>(category)];
    auto tokens = easy + (complexity - 1) / 9.0 * hard;
    if (features.has(Signal::brief)) tokens = std::min(tokens * 0.5, 150.0);
    if (features.has(Signal::thorough)) tokens *= 1.6;
    return std::min(tokens, longest);
}

}  // namespace signalbox
