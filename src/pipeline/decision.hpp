#pragma once

#include "core/analysis_result.hpp"
#include "core/error.hpp"
#include "core/routing_plan.hpp"
#include "pipeline/events.hpp"
#include "pipeline/snapshot.hpp"
#include "routing/route_cache.hpp"

#include <random>
#include <string>

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
// `random` says which requests try another model out (exploration.hpp).
// Errors: model_not_found, no_candidate, invalid_value; and when nobody who could serve may be called now,
// provider_overloaded or provider_rate_limited with the time until somebody may.
[[nodiscard]] Result<Decision> decide(ChainContext const& context, Snapshot const& snapshot, RouteCache& cache,
                                      TimePoint now, EventSink& sink, std::mt19937_64& random);

// The parts of decide(), for requests that a model looks at before they are routed for good; none of
// them tells anybody. The analysis: remembered where the request wants caches, else made.
[[nodiscard]] AnalysisResult analysis_of(ChainContext const& context, Snapshot const& snapshot, RouteCache& cache,
                                         TimePoint now);
// The route by an analysis. Errors: as decide().
[[nodiscard]] Result<Decision> decide_by(AnalysisResult const& analysis, ChainContext const& context,
                                         Snapshot const& snapshot, RouteCache& cache, TimePoint now,
                                         std::mt19937_64& random);

// Shall the analyzing model look at this request? Not when it is pinned, simple enough for the fast
// path, looked at before, or when the built-in analysis is sure enough.
[[nodiscard]] bool may_be_reviewed(Decision const& decision, AnalyzerPolicy const& policy);
// Puts what came of that into the plan, which is then the run's own.
void note_analysis(Decision& decision, std::string reason);

// The same as decide() without a trace: no event, nothing stored, no cache statistics touched.
[[nodiscard]] Result<Decision> preview(ChainContext const& context, Snapshot const& snapshot, RouteCache const& cache,
                                       TimePoint now);

}  // namespace signalbox
