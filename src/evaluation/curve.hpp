#pragma once

#include "evaluation/outcomes.hpp"
#include "evaluation/ranking.hpp"

#include <vector>

namespace signalbox::evaluation {

struct CurvePoint {
    double share = 0;    // of strong calls, 0-1
    double cost = 0;     // in parts of what asking the strong model always costs
    double quality = 0;  // mean over the prompts
};

// What a falling threshold gives for its money: the points at `steps` + 1 equally distant shares of strong calls,
// straight lines between thresholds. The first is all-weak, the last all-strong.
[[nodiscard]] std::vector<CurvePoint> quality_curve(Ranking const& ranking, Outcomes const& outcomes,
                                                    std::size_t steps = 100);

}  // namespace signalbox::evaluation
