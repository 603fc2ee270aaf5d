#pragma once

#include "server/caller.hpp"
#include "server/exchange.hpp"
#include "server/key_purse.hpp"
#include "telemetry/metrics.hpp"
#include "telemetry/run_metrics.hpp"
#include "telemetry/tee_sink.hpp"

#include <memory>
#include <utility>

namespace signalbox::server {

// What reads the run's events for its spans; null: nobody wants them.
[[nodiscard]] inline std::unique_ptr<telemetry::RunTrace> run_trace(Services& services, ChainContext const& context,
                                                                    SharedKey const& key, std::string_view route) {
    if (!context.span.recorded() || services.shared.tracer == nullptr) return nullptr;
    telemetry::TracedRun run{.span = context.span,
                             .route = route,
                             .request_id = context.request_id,
                             .embeddings = context.embeddings,
                             .snapshot = services.snapshot_for(key)};
    return std::make_unique<telemetry::RunTrace>(*services.shared.tracer, services.loop, std::move(run));
}

// Runs the chain for the owner of `key`, with what that may use and pays from; null: nobody in particular.
// `sink` gets every event, exactly one terminal one included even when something below throws, which sets
// `broken`. `facts` are what the sink has kept. `route` is the endpoint's path, for its trace.
// REQUIRES: awaited at once, and `context` is claimed.
template <class Sink>
Task<ChainAnswer> run_chain(Services& services, Cancellation& cancellation, RunFacts const& facts, bool& broken,
                            ChainContext const& context, SharedKey const& key, Sink& sink, std::string_view route) {
    telemetry::RunMetrics metrics{services.shared.metrics, services.loop, context.embeddings};
    auto const trace = run_trace(services, context, key, route);
    telemetry::TeeSink<Sink> tee{metrics, sink, trace.get()};
    std::unique_ptr<KeyPurse> purse;  // an open stream without a key has none
    if (key) purse = std::make_unique<KeyPurse>(key->account, services.loop);
    try {
        co_return co_await services.orchestrator.run(context, tee, cancellation,
                                                     {.view = services.snapshot_for(key),
                                                      .purse = purse.get(),
                                                      .outcomes = services.shared.outcomes,
                                                      .records = services.shared.records,
                                                      .key = key ? std::string_view{key->key.id} : ""});
    } catch (...) {
        broken = true;
    }
    Error error{Errc::internal, "this is a bug here; the request id helps to find it", {}, {}};
    tee.publish(event::Failed{error, facts.attempts});
    tee.flush();
    co_return std::unexpected(std::move(error));
}

// A run that may not begin, told as one that failed.
template <class Sink>
Task<ChainAnswer> refuse_run(Error error, Sink& sink) {
    sink.publish(event::Failed{error, 0});
    sink.flush();
    co_return std::unexpected(std::move(error));
}

// The same for one exchange, whose the context becomes.
template <class Sink>
Task<ChainAnswer> run_chain(Exchange& exchange, ChainContext& context, Sink& sink) {
    if (auto claimed = claim(context, exchange); !claimed) return refuse_run(std::move(claimed.error()), sink);
    return run_chain(exchange.services, exchange.cancellation, exchange.facts, exchange.broken, context, exchange.key,
                     sink, exchange.head.path);
}

}  // namespace signalbox::server
