#pragma once

#include "learning/forecast.hpp"
#include "learning/outcome.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace signalbox {

// When new lessons may take the place of those in use.
struct DriftLimits {
    double noise = 1;              // standard errors by which the loss may be higher and still count as equal
    double most_moved = 0.25;      // of the chances that are predicted, on average
    std::size_t least_tested = 5;  // outcomes held out
    double own_share = 0.1;        // a key with more of the test's weight is also left out of it, once
};

// What the test of new lessons on outcomes that they have not seen came to.
struct DriftVerdict {
    bool accepted = false;
    std::string reason;      // why not, in words
    double loss_before = 0;  // nats for each outcome, weighted
    double loss_after = 0;
    double moved = 0;  // how far the predicted chances went, on average
    std::size_t tested = 0;
};

// The outcomes of a fixed fifth of all runs are held out of every fit.
[[nodiscard]] constexpr bool is_held_out(Outcome const& outcome) { return run_of(outcome.id) % 5 == 0; }

// Lessons pass when they predict held-out outcomes no worse than those in use, beyond noise, and change the
// predictions by no more than the limit. What a single key said is no proof of itself: without its own outcomes,
// those of all others must be predicted no worse either.
// REQUIRES: a weight for each outcome. Only those that are held out are looked at.
[[nodiscard]] DriftVerdict judge_drift(std::span<Outcome const* const> outcomes, std::span<double const> weights,
                                       Forecast const& before, Forecast const& after, DriftLimits const& limits = {});

}  // namespace signalbox
