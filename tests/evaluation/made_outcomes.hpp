#pragma once

#include "evaluation/outcomes.hpp"
#include "evaluation/random.hpp"

namespace signalbox::fakes {

// Costs 1 for every weak answer and 10 for every strong one.
inline evaluation::Outcomes outcomes(std::vector<double> weak, std::vector<double> strong) {
    auto const count = weak.size();
    return {std::move(weak), std::move(strong), std::vector<double>(count, 1.0), std::vector<double>(count, 10.0)};
}

// A world in which difficulty decides: the weak model is right on easy prompts, the strong one on most.
struct MadeWorld {
    evaluation::Outcomes outcomes;
    std::vector<double> difficulty;
};
inline MadeWorld made_world(std::size_t prompts, std::uint64_t seed) {
    evaluation::Random random{seed};
    MadeWorld world;
    for (std::size_t i = 0; i < prompts; ++i) {
        auto const hard = random.uniform();
        world.difficulty.push_back(hard);
        world.outcomes.weak.push_back(random.uniform() < 1 - hard ? 1 : 0);
        world.outcomes.strong.push_back(random.uniform() < 1 - hard / 4 ? 1 : 0);
        world.outcomes.weak_cost.push_back(1);
        world.outcomes.strong_cost.push_back(10);
    }
    return world;
}

}  // namespace signalbox::fakes
