#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "core/time.hpp"

#include <cstddef>

namespace signalbox {

// The clock and the waiting of one worker loop, as a port: tests bring a clock they move by hand.
class Time {
public:
    // A wait that has been asked for; the loop calls `fire` once at or after `when`, unless it is
    // destroyed or disarmed before. Coarse: may be up to one tick (10 ms) late, never early.
    // Lives in the object that waits: arming allocates nothing.
    class Alarm {
    public:
        explicit Alarm(Time& time) : time_{time} {}
        virtual ~Alarm() { disarm(); }
        Alarm(Alarm const&) = delete;
        Alarm& operator=(Alarm const&) = delete;
        // Replaces an earlier arming.
        void arm(TimePoint when) { time_.arm(*this, when); }
        void disarm() {
            if (armed_) time_.disarm(*this);
        }
        [[nodiscard]] bool armed() const { return armed_; }
        [[nodiscard]] Time& time() const { return time_; }

        // For implementations of Time only: the intrusive list and the due time.
        Alarm* next_alarm = nullptr;
        Alarm* previous_alarm = nullptr;
        TimePoint due{};
        std::size_t slot = 0;
        bool armed_ = false;
        virtual void fire() = 0;

    private:
        Time& time_;
    };

    virtual ~Time() = default;
    // May be kept for one turn of the loop: good for deadlines, blind to what takes less than a turn.
    [[nodiscard]] virtual TimePoint now() const = 0;
    // Reads the clock: for durations within a turn.
    [[nodiscard]] virtual TimePoint exact_now() const { return now(); }
    virtual void arm(Alarm& alarm, TimePoint when) = 0;
    virtual void disarm(Alarm& alarm) = 0;
    // Runs `task` soon on this loop, outside the caller's stack. Never inside the call.
    virtual void post(void (*run)(void*), void* self) = 0;
};

// Waits until `when`, or until cancellation is requested. True when the time came.
[[nodiscard]] Task<bool> sleep_until(Time& time, TimePoint when, Cancellation& cancellation);

}  // namespace signalbox
