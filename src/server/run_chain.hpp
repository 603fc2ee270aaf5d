#pragma once

#include "server/exchange.hpp"
#include "telemetry/metrics.hpp"
#include "telemetry/run_metrics.hpp"
#include "telemetry/tee_sink.hpp"

#include <utility>

namespace signalbox::server {

// Runs the chain; `sink` gets every event, exactly one terminal one included even when something below
// throws, which sets `broken`. `facts` are what the sink has kept. REQUIRES: awaited at once.
template <class Sink>
Task<ChainAnswer> run_chain(Services& services, Cancellation& cancellation, RunFacts const& facts, bool& broken,
                            ChainContext const& context, Sink& sink) {
    telemetry::RunMetrics metrics{services.shared.metrics, services.loop};
    telemetry::TeeSink<Sink> tee{metrics, sink};
    try {
        co_return co_await services.orchestrator.run(context, tee, cancellation);
    } catch (...) {
        broken = true;
    }
    Error error{Errc::internal, "this is a bug here; the request id helps to find it", {}, {}};
    tee.publish(event::Failed{error, facts.attempts});
    tee.flush();
    co_return std::unexpected(std::move(error));
}

// The same for one exchange.
template <class Sink>
Task<ChainAnswer> run_chain(Exchange& exchange, ChainContext const& context, Sink& sink) {
    return run_chain(exchange.services, exchange.cancellation, exchange.facts, exchange.broken, context, sink);
}

}  // namespace signalbox::server
