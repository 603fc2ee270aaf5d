#pragma once

#include "telemetry/counter.hpp"
#include "telemetry/histogram.hpp"

#include <array>

namespace signalbox::telemetry {

// What became of looking into the cache that instances share.
struct SharedLookups {
    Counter hits;
    Counter misses;
    Counter doubtful;  // there was a value, but not one to believe
    Counter failed;    // Redis was away, late or refused
    Counter stored;
};

extern std::array<Duration, 9> const shared_hit_bounds;

struct SharedRouteCounters {
    SharedLookups plans;
    SharedLookups analyses;
    Histogram hit_time{shared_hit_bounds};  // how long a request waited for a hit
};

}  // namespace signalbox::telemetry
