#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "core/analysis_result.hpp"
#include "core/routing_plan.hpp"
#include "routing/model_registry.hpp"
#include "routing/route_cache.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace signalbox {

// The second level of the route cache, which instances share.
//
// Fails open: find() waits a bounded time, and every doubt is a miss. Nothing here ever fails a run. What it gives
// was checked: models are those of the registry, the epoch is the one asked for.
// Threads: the loop's; there is one for each.
class SharedRoutes {
public:
    virtual ~SharedRoutes() = default;

    // The plan that some instance made for such requests; null: none, or none in time.
    // REQUIRES: all arguments outlive the task.
    virtual Task<SharedPlan> find(RouteKey const& key, std::uint64_t epoch, ModelRegistry const& registry,
                                  Cancellation& cancellation) = 0;
    // Waits for nothing. REQUIRES: the plan is one that the route cache would keep.
    virtual void store(RouteKey const& key, SharedPlan const& plan) = 0;

    // What an analyzing model said of exactly such a conversation.
    virtual Task<std::optional<AnalysisResult>> find_analysis(Digest key, std::uint64_t epoch,
                                                              Cancellation& cancellation) = 0;
    virtual void store_analysis(Digest key, std::uint64_t epoch, AnalysisResult const& analysis) = 0;
};

}  // namespace signalbox
