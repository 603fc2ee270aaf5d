#include "telemetry/shared_route_counters.hpp"

namespace signalbox::telemetry {

using std::chrono::microseconds;

std::array<Duration, 9> const shared_hit_bounds{microseconds{50},    microseconds{100},    microseconds{200},
                                                microseconds{500},   microseconds{1'000},  microseconds{2'000},
                                                microseconds{5'000}, microseconds{10'000}, microseconds{20'000}};

}  // namespace signalbox::telemetry
