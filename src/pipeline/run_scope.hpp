#pragma once

#include "async/cancellation.hpp"
#include "async/time.hpp"
#include "core/chain_result.hpp"
#include "pipeline/attempt_outcome.hpp"
#include "pipeline/decision.hpp"
#include "pipeline/ledger.hpp"
#include "pipeline/provider.hpp"
#include "pipeline/run_outcomes.hpp"
#include "pipeline/run_records.hpp"
#include "pipeline/shared_routes.hpp"
#include "pipeline/snapshot.hpp"

#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace signalbox {

// What a run is made of before anybody asked anything.
struct RunParts {
    Time& time;
    RouteCache& cache;
    std::shared_ptr<Snapshot const> snapshot;
    std::shared_ptr<Providers const> providers;
    std::mt19937_64& random;          // for jitter, for fences and for the order of letters
    Purse* purse = nullptr;           // what the run pays from together with others; outlives it
    RunOutcomes* outcomes = nullptr;  // hears what became of the run; outlives it
    RunRecords* records = nullptr;    // where the run leaves its record; outlives it
    SharedRoutes* shared = nullptr;   // the cache's second level; outlives the run
    std::string_view key{};           // the id of the API key that asks; outlives the run
};

// What the attempts and the strategy of one run share: what was asked and decided, what it has cost
// and the best answer so far. Lives as long as the run; one loop.
struct RunScope {
    RunScope(RunParts parts, ChainContext const& its_context, EventSink& its_sink, Cancellation& its_cancellation);

    [[nodiscard]] Snapshot const& snapshot() const { return *parts.snapshot; }
    [[nodiscard]] ChainPolicy const& policy() const { return parts.snapshot->chain; }
    [[nodiscard]] TimePoint now() const { return parts.time.now(); }
    // Null: no such model.
    [[nodiscard]] ModelCard const* model(std::string_view name) const { return parts.snapshot->registry.find(name); }

    // Are answers looked at?
    [[nodiscard]] bool checks_wanted() const;
    // The fast path is checked too, but a good answer is news only to who asked, or saw one fail.
    [[nodiscard]] bool quiet() const;
    // Is a call of this run's size within what is left?
    [[nodiscard]] bool affords(ModelCard const& card) const;
    // Tells what was thought of an answer, when anybody wants to know.
    void announce(AttemptOutcome const& outcome) const;
    // The reader of the run followed this attempt.
    void seen(AttemptOutcome const& outcome);
    // Takes an attempt that ended: as the best so far, or as the latest that was not.
    void keep(std::unique_ptr<AttemptOutcome> outcome);
    // The time is over: without an answer, that is why the run fails.
    void out_of_time();
    // 16 random hexadecimal digits that a text cannot foresee.
    [[nodiscard]] std::string new_fence() const;

    RunParts parts;
    ChainContext const& context;
    EventSink& sink;
    Cancellation& cancellation;
    TimePoint started;
    TimePoint deadline;
    Decision decision;
    Ledger ledger;
    std::optional<TimePoint> first_token;
    int retries = 0;
    int next_nth = 0;                        // the number of the next attempt
    int shown = -1;                          // the attempt whose text the reader has; none: -1
    bool committed = false;                  // what the reader has cannot be taken back
    std::unique_ptr<AttemptOutcome> best;    // what the reader has may be a later, worse one
    std::unique_ptr<AttemptOutcome> latest;  // the last one that was not taken as the best
    std::unique_ptr<EnsembleResult> ensemble;
};

}  // namespace signalbox
