#pragma once

#include "server/exchange.hpp"
#include "telemetry/metrics.hpp"
#include "telemetry/run_metrics.hpp"
#include "telemetry/tee_sink.hpp"

#include <utility>

namespace signalbox::server {

// Runs the chain for one exchange; `sink` gets every event, exactly one terminal one included even
// when something below throws. REQUIRES: awaited at once.
template <class Sink>
Task<ChainAnswer> run_chain(Exchange& exchange, ChainContext const& context, Sink& sink) {
    telemetry::RunMetrics metrics{exchange.services.shared.metrics, exchange.services.loop};
    telemetry::TeeSink<Sink> tee{metrics, sink};
    try {
        co_return co_await exchange.services.orchestrator.run(context, tee, exchange.cancellation);
    } catch (...) {
        exchange.broken = true;
    }
    Error error{Errc::internal, "this is a bug here; the request id helps to find it", {}, {}};
    tee.publish(event::Failed{error, exchange.facts.attempts});
    tee.flush();
    co_return std::unexpected(std::move(error));
}

}  // namespace signalbox::server
