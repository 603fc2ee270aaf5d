#pragma once

#include "routing/model_card.hpp"
#include "routing/route_basis.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace signalbox {

// The chance of a good answer. At need 1 it is the model's own quality; it rises with the ease of the
// request as a logistic curve does. A model strong in the category has a little more.
[[nodiscard]] double expected_quality(ModelCard const& model, RouteBasis const& basis);

struct Scored {
    ModelCard const* model = nullptr;
    std::size_t order = 0;         // among those given
    double quality = 0;            // 0-1, expected
    std::optional<MicroUsd> cost;  // expected; absent when the price is unknown
    MicroUsd assumed_cost;         // the same, or the dearest known one among the candidates
    double utility = 0;
};

// Scores those that can serve, best utility first; of equals the cheaper, then the earlier one.
//   utility = quality - weight(knob) * log10(cost / cheapest)
// The weight is what ten times the price must bring in quality: 0.25 at knob 0, 0.06 at 0.5, 0 at 1.
[[nodiscard]] std::vector<Scored> score(std::vector<ModelCard const*> const& models, RouteBasis const& basis);

}  // namespace signalbox
