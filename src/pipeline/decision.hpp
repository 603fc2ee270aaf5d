#pragma once

#include "core/analysis_result.hpp"
#include "core/error.hpp"
#include "core/routing_plan.hpp"
#include "pipeline/events.hpp"
#include "pipeline/snapshot.hpp"
#include "routing/route_cache.hpp"

namespace signalbox {

// What analysis and routing decided for one request.
struct Decision {
    AnalysisResult analysis;
    SharedPlan plan;
    bool cache_hit = false;
    bool direct = false;  // the caller pinned the model
};

// Analyzes and routes one request, through the caches unless the request says otherwise, and tells
// `sink` each step. A remembered plan whose primary is left alone begins with its next fallback.
// Errors: model_not_found, no_candidate, invalid_value; and when nobody who could serve may be called now,
// provider_overloaded or provider_rate_limited with the time until somebody may.
[[nodiscard]] Result<Decision> decide(ChainContext const& context, Snapshot const& snapshot, RouteCache& cache,
                                      TimePoint now, EventSink& sink);

// The same without a trace: no event, nothing stored, no cache statistics touched.
[[nodiscard]] Result<Decision> preview(ChainContext const& context, Snapshot const& snapshot, RouteCache const& cache,
                                       TimePoint now);

}  // namespace signalbox
