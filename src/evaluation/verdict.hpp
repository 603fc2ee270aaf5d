#pragma once

#include "core/enum_text.hpp"
#include "evaluation/figure.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace signalbox::evaluation {

// Whether the scores are worth more than the same scores dealt out at random.
enum class Verdict : std::uint8_t { better, not_better, insufficient };
inline constexpr std::array<std::string_view, 3> verdict_names{"better", "not better", "insufficient data"};
[[nodiscard]] constexpr auto const& enum_names(Verdict) { return verdict_names; }

struct Judgement {
    Verdict verdict = Verdict::insufficient;
    std::string because;  // one clause, for people
};

// What a verdict rests on.
struct Evidence {
    std::size_t prompts = 0;
    std::size_t informative = 0;  // the two models' answers differ in quality
    Figure gap;                   // mean quality of the strong model minus that of the weak one
    Figure advantage;             // APGR minus that of the shuffled control
    double chance = 1;            // that a shuffled control is as good
};

// Better: the advantage is above 0 in both the bootstrap and the permutations. Not better is said only where an
// advantage worth having (0.10) is excluded; else there are too few prompts to tell.
[[nodiscard]] Judgement judge(Evidence const& evidence);

}  // namespace signalbox::evaluation
