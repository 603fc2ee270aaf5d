#pragma once

#include "core/money.hpp"
#include "core/time.hpp"

#include <atomic>
#include <cstdint>

namespace signalbox::server {

// Money for each day, shared by all loops: what is set aside and what is spent are one sum, one atomic
// word together with the day it is of. Without a race the sum never goes above the limit by what was
// set aside; it does by what calls cost more than that. Amounts above 17 million dollars count as that much,
// when they are set aside and when they are settled alike.
// Time is an argument, of the steady clock: a wall clock that is set moves no day.
// Threads: safe from all loops.
class DayBudget {
public:
    using Days = std::chrono::duration<std::int64_t, std::ratio<86'400>>;

    // `midnight`: one in the past; days are counted from it.
    DayBudget(MicroUsd limit, TimePoint midnight) : limit_{limit}, midnight_{midnight} {}

    // Sets the amount aside; false when it is not there. An unknown price, 0, needs something left.
    [[nodiscard]] bool take(MicroUsd amount, TimePoint now);
    // Sets it aside in any case.
    void force(MicroUsd amount, TimePoint now);
    // What was set aside on `day` really cost `used`. What began on another day counts for that one.
    void settle(MicroUsd set_aside, std::int64_t day, MicroUsd used, TimePoint now);

    [[nodiscard]] std::int64_t day(TimePoint now) const;
    [[nodiscard]] MicroUsd limit() const { return limit_; }
    [[nodiscard]] MicroUsd left(TimePoint now) const;  // below zero: more was spent

private:
    MicroUsd limit_;
    TimePoint midnight_;
    std::atomic<std::uint64_t> state_{0};  // 16 bits of the day, 48 of micro-dollars
};

}  // namespace signalbox::server
