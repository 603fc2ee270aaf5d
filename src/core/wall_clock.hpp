#pragma once

#include "core/time.hpp"

#include <chrono>
#include <cstdint>

namespace signalbox {

// The wall clock as it was once, gone on with the steady one: when somebody sets the wall clock, days and ages here
// do not jump. Seconds since 1970.
class WallClock {
public:
    WallClock(TimePoint steady, std::int64_t wall) : steady_{steady}, wall_{wall} {}
    [[nodiscard]] std::int64_t at(TimePoint now) const {
        return wall_ + std::chrono::floor<std::chrono::seconds>(now - steady_).count();
    }

private:
    TimePoint steady_;
    std::int64_t wall_;
};

}  // namespace signalbox
