#pragma once

#include "analysis/weights.hpp"
#include "learning/lessons.hpp"
#include "learning/outcome.hpp"

#include <vector>

namespace signalbox {

// What lessons say of outcomes: what routing would have expected, had it known them.
// Of equal weights and facts it is the chance that routing goes by, but for the steps that routes are remembered in
// and for what a message of few words could be beside its category. REQUIRES: both outlive it.
class Forecast {
public:
    // `built_in`: the weights that count where the lessons have none of their own.
    Forecast(Lessons const& lessons, Weights const& built_in);

    // The log-odds of a good answer by the facts of its model and these weights; of an outcome without a design row
    // those that it was routed with.
    [[nodiscard]] double prior(Outcome const& outcome) const;
    // The chance, with what the lessons say of the model.
    [[nodiscard]] double chance(Outcome const& outcome) const;

private:
    Lessons const& lessons_;
    Weights const& weights_;
    std::vector<double> ease_;  // of each bin, then of each dense feature
    std::vector<double> gain_;
};

}  // namespace signalbox
