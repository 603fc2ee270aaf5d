#pragma once

#include "evaluation/random.hpp"

#include <span>
#include <vector>

namespace signalbox::evaluation {

// Each of `prompts` once: the file as it is.
[[nodiscard]] std::vector<double> each_once(std::size_t prompts);

// One resample of the bootstrap: as many draws with replacement as there are prompts, counted by prompt.
void draw(Random& random, std::span<double> counts);

}  // namespace signalbox::evaluation
