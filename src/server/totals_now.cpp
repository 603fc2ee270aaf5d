#include "server/totals_now.hpp"

#include "server/endpoints.hpp"
#include "telemetry/metrics.hpp"

namespace signalbox::server {

telemetry::Totals totals_now(telemetry::Metrics const& metrics, CacheStats const& cache) {
    std::vector<std::string_view> routes;
    for (auto const& endpoint : endpoints()) {
        if (endpoint.runs) routes.push_back(endpoint.path);
    }
    auto totals = metrics.totals(routes);
    totals.cache_hits = static_cast<std::int64_t>(cache.total_hits);
    totals.cache_misses = static_cast<std::int64_t>(cache.total_misses);
    return totals;
}

}  // namespace signalbox::server
