#pragma once

#include "telemetry/exposition.hpp"
#include "telemetry/redis_counters.hpp"
#include "telemetry/shared_route_counters.hpp"

namespace signalbox::telemetry {

// The families of Redis and of what instances share through it.
void write_redis(Exposition& page, RedisCounters const& redis, SharedRouteCounters const& routes);

}  // namespace signalbox::telemetry
