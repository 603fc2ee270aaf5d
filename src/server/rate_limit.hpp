#pragma once

#include "core/time.hpp"

#include <atomic>
#include <cstdint>

namespace signalbox::server {

// So many units a minute, as a bucket that holds a minute's worth and fills evenly. All of it is one
// atomic word, the moment at which the bucket will be full again, so that all loops share it without
// a lock (the cell rate algorithm of ATM).
// Units that would take longer than 4.5 years to fill count as that long, whenever they are counted: giving
// them back undoes what taking them did.
// Time is an argument: no clock. Threads: safe from all loops.
class RateLimit {
public:
    static constexpr Duration window = std::chrono::minutes{1};

    // REQUIRES: 1 <= per_minute <= 1'000'000'000.
    explicit RateLimit(std::int64_t per_minute) : limit_{per_minute} {}

    // Takes the units, or nothing: then the time until they are there, which is above zero.
    // Who wants more than the bucket can hold gets it from a full one.
    [[nodiscard]] Duration take(std::int64_t units, TimePoint now);
    // The same answer without taking any.
    [[nodiscard]] Duration wait(std::int64_t units, TimePoint now) const;
    // Takes them in any case: the bucket may owe some.
    void force(std::int64_t units, TimePoint now);
    void give_back(std::int64_t units);
    // What was taken as `held` units came to `used`.
    void settle(std::int64_t held, std::int64_t used, TimePoint now);

    [[nodiscard]] std::int64_t limit() const { return limit_; }
    [[nodiscard]] std::int64_t left(TimePoint now) const;
    [[nodiscard]] Duration full_in(TimePoint now) const;

private:
    [[nodiscard]] std::int64_t time_of(std::int64_t units) const;  // in which they fill, nanoseconds
    void put_off(std::int64_t by, TimePoint now);

    std::int64_t limit_;
    std::atomic<std::int64_t> full_at_{0};  // nanoseconds of the steady clock; in the past: it is full
};

}  // namespace signalbox::server
