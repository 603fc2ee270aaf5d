#pragma once

#include "async/time.hpp"
#include "pipeline/events.hpp"
#include "pipeline/snapshot.hpp"
#include "telemetry/tracer.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace signalbox::telemetry {

// What a run is, for its trace. Views outlive the run.
struct TracedRun {
    TraceSpan span;
    std::string_view route;  // the template, never a raw path
    std::string_view request_id;
    bool embeddings = false;
    std::shared_ptr<Snapshot const> snapshot;  // knows whose the models are
};

// Reads the events of one recorded run and leaves its spans when it has ended: the request, the routing, each call to
// a model, each validation. Those of calls are made of the ledger, since calls that run at the same time cannot be
// told apart before. Threads: the run's loop.
class RunTrace {
public:
    // Both outlive it.
    RunTrace(Tracer& tracer, Time& time, TracedRun run);

    void observe(Event const& event);

private:
    struct Looked {
        int attempt = 0;
        TimePoint began;
    };
    void routed(event::Routed const& event);
    void validated(int attempt, ValidationResult const& validation);
    void ended(std::span<AttemptRecord const> attempts, std::span<SideCall const> side_calls, Error const* error);
    void completed(ChainResult const& result);
    void failed(event::Failed const& event);

    [[nodiscard]] Span begin(std::uint64_t id, SpanKind kind, std::string name, TimePoint began, TimePoint end) const;
    [[nodiscard]] Span call(CallKind kind, std::string const& model, int nth, TimePoint began, Duration latency) const;
    void add_attempt(AttemptRecord const& attempt);
    void add_side_call(SideCall const& call);

    Tracer& tracer_;
    Time& time_;
    TracedRun run_;
    TimePoint began_;
    std::int64_t began_ns_;  // the wall clock then
    std::vector<Looked> looking_;
    std::vector<Span> spans_;  // the request's own is the first
};

}  // namespace signalbox::telemetry
