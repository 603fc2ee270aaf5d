#pragma once

#include "routing/route_cache.hpp"
#include "telemetry/totals.hpp"

namespace signalbox::server {

// Everything counted so far of requests that ask models, and of the route cache.
[[nodiscard]] telemetry::Totals totals_now(telemetry::Metrics const& metrics, CacheStats const& cache);

}  // namespace signalbox::server
