#pragma once

#include "learning/training.hpp"

namespace signalbox::learning {

// Sets the five category heads: multinomial logistic regression, one category after the other while the rest stand
// still, some rounds of it.
void fit_categories(Weights& weights, std::span<Example const> examples, TrainingOptions const& options);

}  // namespace signalbox::learning
