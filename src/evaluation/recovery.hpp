#pragma once

#include "evaluation/outcomes.hpp"
#include "evaluation/ranking.hpp"

#include <optional>

namespace signalbox::evaluation {

// How well a ranking spends strong calls, in the terms of Ong et al., "RouteLLM" (2024). The gap is the quality that
// the strong model adds over all prompts; a ranking recovers it call by call.
struct Recovery {
    double apgr = 0;   // area under recovered gap against share of strong calls; 0.5 is chance
    double cpt50 = 0;  // percent of strong calls that recover half of the gap
    double cpt80 = 0;
};

// With every threshold, equal scores averaged. Nothing where the strong model adds nothing.
[[nodiscard]] std::optional<Recovery> recovery(Ranking const& ranking, Outcomes const& outcomes, Counts counts);

// As RouteLLM's own program measures it: eleven thresholds at the deciles of the scores, straight lines between them.
// For comparison with its published figures; coarser than recovery() and blind to ties.
[[nodiscard]] std::optional<Recovery> grid_recovery(std::span<double const> scores, Outcomes const& outcomes);

}  // namespace signalbox::evaluation
