#pragma once

#include "analysis/weights.hpp"
#include "learning/outcome.hpp"

#include <memory>
#include <span>

namespace signalbox {

// The weights of the analysis under which these outcomes are likeliest, near those that are built in. Null when too few
// have a design row to say anything.
// REQUIRES: a weight for each outcome.
[[nodiscard]] std::shared_ptr<Weights const> fit_weights(std::span<Outcome const* const> outcomes,
                                                         std::span<double const> weights, Weights const& built_in);

}  // namespace signalbox
