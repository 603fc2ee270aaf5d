#pragma once

#include "core/analysis_result.hpp"
#include "core/chain_context.hpp"
#include "core/error.hpp"
#include "core/routing_plan.hpp"
#include "routing/model_health.hpp"
#include "routing/model_registry.hpp"
#include "routing/routing_policy.hpp"

#include <span>
#include <string_view>

namespace signalbox {

// Chooses models for one analysed request: drops those that cannot serve, scores the rest by
// expected quality against expected cost, orders primary and fallbacks.
// `auto:cheap` and `auto:best` set the quality knob to 0 and 1; `options.quality` beats both.
// Fails with no_candidate; the detail then lists each model with the reason it was dropped. When only
// their health speaks against the last ones: provider_overloaded, or provider_rate_limited when all of
// them wait for their providers' limits, with the time until the first may be asked.
// REQUIRES: context.model is a routing name (is_routing_name).
[[nodiscard]] Result<SharedPlan> make_plan(ChainContext const& context, AnalysisResult const& analysis,
                                           ModelRegistry const& registry, RoutingPolicy const& policy,
                                           ModelHealth const* health);

// The plan for a pinned model: that model alone, fallbacks none, not validated by a judge unless asked.
[[nodiscard]] SharedPlan direct_plan(ChainContext const& context, AnalysisResult const& analysis,
                                     ModelCard const& model);

// The quality knob (0-1) that counts for this request: its option, its routing name, the policy.
[[nodiscard]] double effective_quality(ChainContext const& context, RoutingPolicy const& policy);

// "auto", "auto:cheap", "auto:balanced", "auto:best".
[[nodiscard]] bool is_routing_name(std::string_view model);

// The next model to escalate to after a poor answer: among the plan's fallbacks not yet tried and not
// left alone, the first of higher expected quality than `current`. Null: none is better.
[[nodiscard]] std::string const* next_better(RoutingPlan const& plan, std::string_view current,
                                             std::span<std::string_view const> tried,
                                             ModelHealth const* health = nullptr);

}  // namespace signalbox
