#include "evaluation/resample.hpp"

#include <algorithm>

namespace signalbox::evaluation {

std::vector<double> each_once(std::size_t prompts) { return std::vector<double>(prompts, 1.0); }

void draw(Random& random, std::span<double> counts) {
    std::ranges::fill(counts, 0.0);
    auto const limit = static_cast<std::uint32_t>(counts.size());
    for (std::size_t i = 0; i < counts.size(); ++i) counts[random.below(limit)] += 1;
}

}  // namespace signalbox::evaluation
