#pragma once

#include "core/chain_context.hpp"
#include "routing/model_card.hpp"
#include "routing/model_health.hpp"
#include "routing/route_basis.hpp"
#include "routing/routing_policy.hpp"

#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// What a request demands of any model that serves it.
struct Demands {
    ChainContext const* context = nullptr;
    RoutingPolicy const* policy = nullptr;
    ModelHealth const* health = nullptr;  // null: all are well
    RouteBasis basis;
    std::optional<MicroUsd> max_cost;  // the lower of the request's and the policy's
};

// Why `model` cannot serve, in words for people; empty when it can. An unknown fact drops nobody.
[[nodiscard]] std::string reason_to_drop(ModelCard const& model, Demands const& demands);

// Whether the model is only left out because it is unwell: everything else would allow it.
[[nodiscard]] bool dropped_for_health(ModelCard const& model, Demands const& demands);

// Whether one of `names` means this model: its id, an alias or its upstream name.
[[nodiscard]] bool is_named(ModelCard const& model, std::vector<std::string> const& names);

// Absent when the price is unknown.
[[nodiscard]] std::optional<MicroUsd> expected_cost(ModelCard const& model, RouteBasis const& basis);

// "$0.0123"
[[nodiscard]] std::string dollars(MicroUsd amount);

}  // namespace signalbox
