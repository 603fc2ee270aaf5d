#pragma once

#include "core/money.hpp"
#include "core/routing_plan.hpp"
#include "core/tokens.hpp"
#include "routing/model_registry.hpp"

#include <optional>

namespace signalbox {

// The best of the models that could have served; null: there is none. Lives as long as the plan.
[[nodiscard]] Candidate const* strongest_of(RoutingPlan const& plan);

// What it would have cost, had it taken as many tokens for its answer as `answer`: what routing is measured against.
// Absent: there is none, or its price is unknown.
[[nodiscard]] std::optional<MicroUsd> cost_of_strongest(RoutingPlan const& plan, ModelRegistry const& registry,
                                                        Usage const& answer);

}  // namespace signalbox
