#include "server/endpoints.hpp"
#include "telemetry/metrics.hpp"

namespace signalbox::server {

Task<Response> get_metrics(Exchange& exchange) {
    auto const& shared = exchange.services.shared;
    auto const cache = exchange.services.orchestrator.cache_stats();
    Response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    shared.metrics.render(response.body,
                          {.connections = static_cast<std::int64_t>(shared.connections.load(std::memory_order_relaxed)),
                           .in_flight = static_cast<std::int64_t>(shared.in_flight.load(std::memory_order_relaxed)),
                           .cache_hits = cache.total_hits,
                           .cache_misses = cache.total_misses,
                           .cache_entries = cache.size});
    co_return response;
}

}  // namespace signalbox::server
