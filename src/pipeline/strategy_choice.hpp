#pragma once

#include "core/error.hpp"
#include "core/routing_plan.hpp"
#include "pipeline/snapshot.hpp"

namespace signalbox {

// Which strategy a routed request gets, and who takes part. Says so in the plan: `strategy`, `team` and
// `strategy_reason`. What cannot run as asked becomes `single`, with the reason; a plan that nobody
// asked a strategy for is given back as it is. Made afresh for each request, because it depends on
// more than the plan does: tools, the money that is left, how many races there were.
//
// `pinned`: the request names its model. Errors: invalid_value for unknown models in
// options.ensemble.models.
[[nodiscard]] Result<SharedPlan> with_strategy(ChainContext const& context, Snapshot const& snapshot, SharedPlan plan,
                                               bool pinned, TimePoint now);

}  // namespace signalbox
