#pragma once

#include "evaluation/outcomes.hpp"
#include "evaluation/ranking.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace signalbox::evaluation {

// One flag for each prompt.
using Labels = std::vector<std::uint8_t>;

// An answer is good from this quality on.
[[nodiscard]] Labels weak_is_good(Outcomes const& outcomes, double good);
// The weak model falls short where the strong one does not: the calls worth their money.
[[nodiscard]] Labels strong_is_needed(Outcomes const& outcomes, double good);

// The chance that a prompt with the label ranks above one without it, equal scores counting half (the area under the
// ROC curve). Nothing where one of the two classes is empty.
[[nodiscard]] std::optional<double> auc(Ranking const& ranking, Labels const& labels, Counts counts);

// Expected calibration error: how far said chances are from what happened, on average over ten equally wide bins,
// weighted by how many prompts are in each. What happened is the label. Chance itself adds to it: on few prompts even
// a perfect forecast has an error above 0.
[[nodiscard]] double calibration_error(std::span<double const> chances, Labels const& labels, Counts counts);

}  // namespace signalbox::evaluation
