#pragma once

#include "async/time.hpp"

#include <coroutine>

namespace signalbox {

// Lets one coroutine of a loop wait for a fact that another part of the same loop announces.
// set() is sticky until the next wait has seen it. At most one waiter.
// The waiter resumes from the loop, never inside set().
// REQUIRES: destroyed only when nobody waits on it.
class Signal {
public:
    explicit Signal(Time& time) : time_{time} {}
    Signal(Signal const&) = delete;
    Signal& operator=(Signal const&) = delete;

    void set();

    struct Awaiter {
        Signal& signal;
        [[nodiscard]] bool await_ready() const noexcept { return signal.set_; }
        void await_suspend(std::coroutine_handle<> waiter) const noexcept { signal.waiter_ = waiter; }
        void await_resume() const noexcept { signal.set_ = false; }
    };
    [[nodiscard]] Awaiter wait() { return {*this}; }

private:
    Time& time_;
    std::coroutine_handle<> waiter_;
    bool set_ = false;
    bool posted_ = false;
};

}  // namespace signalbox
