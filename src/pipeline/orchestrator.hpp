#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "async/time.hpp"
#include "core/chain_context.hpp"
#include "core/chain_result.hpp"
#include "core/error.hpp"
#include "pipeline/analyzer_desk.hpp"
#include "pipeline/decision.hpp"
#include "pipeline/event_stream.hpp"
#include "pipeline/events.hpp"
#include "pipeline/provider.hpp"
#include "pipeline/run_rights.hpp"
#include "pipeline/shared_routes.hpp"
#include "pipeline/snapshot.hpp"
#include "routing/route_cache.hpp"

#include <memory>
#include <random>

namespace signalbox {

// Analyzes, routes, executes, validates and escalates one request after the other. One per worker
// loop; a run lives and dies on that loop.
//
// Every run publishes exactly one terminal event, Completed or Failed, and nothing after it.
class ChainOrchestrator {
public:
    // `time` and `cache` outlive it; the cache is shared by all loops. `seed` is for jitter and the like:
    // with the same one the same run goes the same way.
    ChainOrchestrator(Time& time, RouteCache& cache, std::shared_ptr<Snapshot const> snapshot,
                      std::shared_ptr<Providers const> providers, std::uint64_t seed = std::random_device{}());

    // The answer, or why there is none.
    // REQUIRES: `context` and `cancellation` outlive the task.
    Task<Result<ChainResult>> orchestrate(ChainContext const& context, Cancellation& cancellation);

    // The same run as a generator: its events one by one, the last one `complete` or `error`.
    // Destroying it before the end cancels the run.
    [[nodiscard]] EventStream orchestrate_stream(ChainContext context);

    // The same run for an adapter that brings its own sink. What both others are made of.
    [[nodiscard]] Task<ChainAnswer> run(ChainContext const& context, EventSink& sink, Cancellation& cancellation,
                                        RunRights rights = {});

    // Analysis and plan; no model is called. Reads the route cache without counting a use, stores nothing.
    // `view`: the snapshot to read; null: snapshot().
    [[nodiscard]] Result<Decision> dry_run(ChainContext const& context, Snapshot const* view = nullptr) const;

    // The same, and the route is remembered as if somebody had asked.
    [[nodiscard]] Result<Decision> warm(ChainContext const& context, Snapshot const* view = nullptr);
    // Likewise for a request of which only the analysis is known.
    [[nodiscard]] Result<Decision> warm(ChainContext const& context, AnalysisResult const& analysis,
                                        Snapshot const* view = nullptr);

    // New requests use these; running ones keep theirs.
    void reconfigure(std::shared_ptr<Snapshot const> snapshot, std::shared_ptr<Providers const> providers);

    // New requests look there too; null: no more. It outlives the runs.
    void use_shared(SharedRoutes* shared) { shared_ = shared; }

    [[nodiscard]] std::shared_ptr<Snapshot const> const& snapshot() const { return snapshot_; }
    [[nodiscard]] CacheStats cache_stats() const;
    std::size_t clear_cache();

private:
    Time& time_;
    RouteCache& cache_;
    std::shared_ptr<Snapshot const> snapshot_;
    std::shared_ptr<Providers const> providers_;
    SharedRoutes* shared_ = nullptr;
    std::mt19937_64 random_;
    AnalyzerDesk analyzer_desk_{time_};
};

}  // namespace signalbox
