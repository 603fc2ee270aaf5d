#pragma once

#include <cmath>

namespace signalbox {

[[nodiscard]] inline double log_odds(double chance) { return std::log(chance / (1 - chance)); }
[[nodiscard]] inline double chance_of(double log_odds) { return 1 / (1 + std::exp(-log_odds)); }

// By how many log-odds the reference strong model is ahead of the reference cheap one where the need, 0-1, is this.
// A line through what was measured on the sources of the weights: next to nothing up to a need of 0.2, half a point to
// one in the middle, 1.6 at the end.
[[nodiscard]] constexpr double lead_of(double need) { return 0.3 + 1.5 * need; }

}  // namespace signalbox
