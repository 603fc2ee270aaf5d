#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

namespace signalbox {

// Complexity 1 to 10 is the difficulty, the chance that a small model falls short, in steps that people tell
// apart: fine where nearly everything goes well, coarse where most does not.
inline constexpr std::array<double, 9> difficulty_steps{0.05, 0.118, 0.155, 0.22, 0.29, 0.38, 0.47, 0.60, 0.75};

[[nodiscard]] constexpr int complexity_of(double difficulty) {
    auto const above = std::ranges::upper_bound(difficulty_steps, difficulty);
    return 1 + static_cast<int>(above - difficulty_steps.begin());
}

// The middle of a step. Complexities outside 1-10 count as the nearest.
[[nodiscard]] constexpr double difficulty_of(int complexity) {
    auto const step = static_cast<std::size_t>(std::clamp(complexity, 1, 10)) - 1;
    auto const low = step == 0 ? 0.0 : difficulty_steps[step - 1];
    auto const high = step == difficulty_steps.size() ? 1.0 : difficulty_steps[step];
    return (low + high) / 2;
}

static_assert(complexity_of(0) == 1 && complexity_of(1) == 10 && complexity_of(difficulty_of(6)) == 6);

}  // namespace signalbox
