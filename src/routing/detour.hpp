#pragma once

#include "core/routing_plan.hpp"
#include "routing/model_health.hpp"

namespace signalbox {

// A remembered plan as it can be used now: the plan itself when its primary may be called; a degraded
// copy that begins with the first fallback that may; null when none of its models may.
[[nodiscard]] SharedPlan detour(SharedPlan plan, ModelHealth const& health);

}  // namespace signalbox
