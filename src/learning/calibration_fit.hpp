#pragma once

#include "analysis/weights.hpp"
#include "learning/design_matrix.hpp"

#include <span>

namespace signalbox::learning {

// Outcomes beside what was predicted for them: the offset plus `change` on the matrix, in log-odds.
struct Predicted {
    DesignMatrix const& matrix;
    std::span<double const> change;
    std::span<double const> targets;
    std::span<double const> weights;
    std::span<double const> offsets;
    std::span<Category const> categories;
};

// Straightens the chances that are told in each category: log-odds times a slope near 1 plus a shift near 0, on top of
// what `weights` have. `ridge` holds both back.
void fit_calibration(Weights& weights, Predicted const& predicted, double ridge);

}  // namespace signalbox::learning
