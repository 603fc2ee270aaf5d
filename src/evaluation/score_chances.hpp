#pragma once

#include "evaluation/discrimination.hpp"

#include <span>
#include <vector>

namespace signalbox::evaluation {

// Scores of any scale as chances of the label: the logistic curve that fits best, two numbers learned from these very
// prompts (Platt). The order of the scores stays, or is turned round where high scores speak against the label.
[[nodiscard]] std::vector<double> score_chances(std::span<double const> scores, Labels const& labels);

}  // namespace signalbox::evaluation
