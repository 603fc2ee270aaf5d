#pragma once

#include "telemetry/counter.hpp"

#include <atomic>

namespace signalbox::telemetry {

// What happens between this process and Redis, over all loops.
struct RedisCounters {
    Counter commands;  // sent
    Counter timeouts;
    Counter refused;                         // answered with an error
    Counter broken;                          // connections that ended, or said what cannot be believed
    Counter turned_off;                      // breaks begun after failures in a row
    Counter dropped;                         // not sent, because Redis was away or the queue full
    Counter redirected;                      // by a cluster, to another node
    std::atomic<std::int64_t> clients{0};    // of loops that use Redis
    std::atomic<std::int64_t> available{0};  // of those, that can reach it now
};

}  // namespace signalbox::telemetry
