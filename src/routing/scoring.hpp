#pragma once

#include "routing/model_card.hpp"
#include "routing/route_basis.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace signalbox {

// Which rules prior_odds() goes by: counts up whenever they change.
inline constexpr std::uint64_t prior_rules = 2;

// Where a model is on the line below by its facts, and what it has on top in a category that it is strong in.
[[nodiscard]] double strength_of(ModelCard const& model);
[[nodiscard]] double bonus_of(ModelCard const& model, Category category);

// The log-odds of a good answer by the facts. A line between two reference models that the weights of the analysis
// were learned from: strength 0 does as a small model would (quality 0.4), strength 1 as a large one (0.8), and
// any quality lies on that line, its log-odds being the measure:
//   log-odds = log-odds(1 - difficulty) + strength * lead_of(need)
// A model strong in the category has a little more.
[[nodiscard]] double prior_odds(ModelCard const& model, RouteBasis const& basis);

// The same with what was learned of the model, as a chance.
[[nodiscard]] double expected_quality(ModelCard const& model, RouteBasis const& basis);

struct Scored {
    ModelCard const* model = nullptr;
    std::size_t order = 0;         // among those given
    double quality = 0;            // 0-1, expected
    std::optional<MicroUsd> cost;  // expected; absent when the price is unknown
    MicroUsd assumed_cost;         // the same, or the dearest known one among the candidates
    double price_term = 0;         // what the price takes from the utility
    double speed_term = 0;         // what the speed adds to it
    double utility = 0;
};

// Scores those that can serve, best utility first; of equals the cheaper, then the earlier one.
//   utility = quality - weight(knob) * log10(cost / cheapest) + speed
// The weight is what ten times the price must bring in quality: 0.25 at knob 0, 0.06 at 0.5, 0 at 1.
[[nodiscard]] std::vector<Scored> score(std::vector<ModelCard const*> const& models, RouteBasis const& basis);

}  // namespace signalbox
