#pragma once

#include "analysis/design_row.hpp"
#include "analysis/weights.hpp"
#include "core/analysis_result.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace signalbox::learning {

// A message that has outcomes, as analysis saw it.
struct SeenMessage {
    DesignRow design;
    Category category = Category::chat;  // what it was routed as
};

// How one answer to it turned out.
struct Observation {
    std::uint32_t message = 0;  // index among the messages given
    // Of the model that answered, as its facts have it: 0 does like the reference cheap model, 1 like the
    // reference strong one. Below 0, between and above 1 are allowed.
    double strength = 0;
    double score = 0;   // 0-1: how good the answer was
    double weight = 1;  // how much this counts; 0 and less counts nothing
};

// How strongly outcomes must speak before they are believed; each stands against the weights of the rows.
// The defaults were chosen on sources that the base weights had not seen.
struct RefitOptions {
    double ease_grams = 8;  // of single words
    double ease_dense = 8;  // of counts and signals
    double ease_level = 3;  // of all messages together
    double gain_grams = 10;
    double gain_dense = 200;
    double gain_level = 20;
    double trust = 2;         // of how far the base's own opinion of the gain holds here
    double calibration = 10;  // of the chance that is told, in each category
};

// Learns from outcomes: weights near `base` under which they are likelier. Ease, gain and the calibration of
// each category move; what tells categories stays. With no outcomes the weights are those of `base`, with few they
// change little. An observation that names no message, or whose figures are no numbers, does not count.
// Pure and deterministic: the same input gives the same bytes. Milliseconds for a hundred outcomes, single thread:
// run it off the loops.
[[nodiscard]] Weights refit(Weights const& base, std::span<SeenMessage const> messages,
                            std::span<Observation const> observations, RefitOptions const& options = {});

}  // namespace signalbox::learning
