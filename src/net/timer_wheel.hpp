#pragma once

#include "async/time.hpp"

#include <array>
#include <bitset>
#include <cstdint>

namespace signalbox::net {

// A hashed timer wheel: arming and disarming are O(1) and allocate nothing.
//
// Time is cut into ticks of 10 ms. An alarm hangs in the slot of the first tick at or after its
// due time; an alarm further away than one turn of the wheel is passed over until its turn comes.
// Invariants: no alarm fires early; one fires at the first advance() at or after its tick.
// Time is an argument: the wheel has no clock. Threads: one loop.
class TimerWheel {
public:
    using Alarm = Time::Alarm;
    static constexpr auto tick = std::chrono::milliseconds{10};
    static constexpr std::size_t slots = 512;  // one turn: 5.12 s

    explicit TimerWheel(TimePoint start) : start_{start} {}
    TimerWheel(TimerWheel const&) = delete;
    TimerWheel& operator=(TimerWheel const&) = delete;

    // Replaces an earlier arming. Gives the moment at which advance() must look at the alarm's slot.
    TimePoint arm(Alarm& alarm, TimePoint when, TimePoint now);
    void disarm(Alarm& alarm);
    // Fires all alarms due at `now`; they may arm, disarm and destroy any alarm. An alarm armed
    // meanwhile fires in a later advance().
    void advance(TimePoint now);

    [[nodiscard]] bool empty() const { return armed_ == 0; }
    // The next moment at which there may be something to do. REQUIRES: !empty().
    [[nodiscard]] TimePoint next_wake() const;

private:
    using Tick = std::int64_t;
    static constexpr std::size_t firing = slots;  // the list of those due in this advance()
    [[nodiscard]] Tick tick_at(TimePoint when) const { return (when - start_) / tick; }
    [[nodiscard]] TimePoint time_of(Tick number) const { return start_ + number * tick; }
    void push(Alarm& alarm, std::size_t slot);
    void unlink(Alarm& alarm);
    void collect(std::size_t slot, TimePoint now);

    TimePoint start_;
    Tick current_ = 0;  // all ticks up to here have been looked at
    std::size_t armed_ = 0;
    std::array<Alarm*, slots + 1> first_{};
    std::bitset<slots> used_;
};

}  // namespace signalbox::net
