#pragma once

#include "analysis/weights.hpp"

#include <span>

namespace signalbox::learning {

// Writes a solution of the solver (bins, then dense features) into one head: bins as the nearest of 255 steps.
void set_head(Weights& weights, Head head, std::span<double const> solution);

// One head in the solver's columns.
[[nodiscard]] std::vector<double> head_columns(Weights const& weights, Head head);

}  // namespace signalbox::learning
