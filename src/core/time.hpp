#pragma once

#include <chrono>

namespace signalbox {

// Every timeout, age and latency is monotonic; the wall clock only stamps what people read.
using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;
using Duration = Clock::duration;
using std::chrono::milliseconds;

}  // namespace signalbox
