#pragma once

#include "evaluation/contender_samples.hpp"

namespace signalbox::evaluation {

// What the same scores reach when they are dealt out at random, many times, on the file as it is.
struct ChanceBand {
    ContenderFigures figures;  // means, and the middle 95 % of the shuffles
    double as_good = 1;        // chance of an APGR of at least `apgr`, itself counted as one of the shuffles
    std::vector<CurvePoint> low, high;
};
[[nodiscard]] ChanceBand chance_band(Ranking const& ranking, Outcomes const& outcomes, double apgr,
                                     Options const& options, Progress const& progress);

}  // namespace signalbox::evaluation
