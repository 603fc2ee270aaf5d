#pragma once

#include "async/task.hpp"
#include "core/chain_result.hpp"
#include "pipeline/analyzer_desk.hpp"
#include "pipeline/run_scope.hpp"

#include <memory>
#include <optional>

namespace signalbox {

// One request on its way through the chain: decide, let the strategy find an answer, tell how it ended.
//
// An idle stream waits inside an attempt: what the coroutines around it keep across that wait is
// memory for each open stream. Outcomes and the result are therefore made when they come, behind one
// pointer.
class ChainRun {
public:
    ChainRun(RunParts parts, ChainContext const& context, EventSink& sink, Cancellation& cancellation)
        : run_{std::move(parts), context, sink, cancellation} {}

    // Publishes everything, the terminal event included; keeps `run` until then.
    static Task<ChainAnswer> go(std::unique_ptr<ChainRun> run);
    // The same for a request that a model may look at before it is routed for good. Analysis and route are
    // then told when they are settled. REQUIRES: `desk` outlives the task.
    static Task<ChainAnswer> go_reviewed(std::unique_ptr<ChainRun> run, AnalyzerDesk& desk);

    // The same for a request that may find its route in the cache's second level, when the first has none.
    // `desk`: of go_reviewed(), or null. REQUIRES: both outlive the task; there is a second level.
    static Task<ChainAnswer> go_shared(std::unique_ptr<ChainRun> run, AnalyzerDesk* desk);

private:
    // The key of the route that is not in the first level; none: it is, or there is none to look for.
    [[nodiscard]] std::optional<RouteKey> missing_route() const;
    void share_route() const;
    [[nodiscard]] Result<void> decide_route();
    [[nodiscard]] Result<void> decide_quietly();
    [[nodiscard]] Result<void> set_out();
    [[nodiscard]] Result<void> pay_ahead();
    void tell_route() const;
    [[nodiscard]] Task<void> find_answer();
    [[nodiscard]] ChainAnswer finish();
    [[nodiscard]] ChainAnswer fail_with(Error error);
    // Leaves the run's record, after everything was told.
    void leave_record(ChainResult const* result, Error const* error) const;
    void show_best();
    [[nodiscard]] std::unique_ptr<ChainResult> result_of_best();

    RunScope run_;
};

}  // namespace signalbox
