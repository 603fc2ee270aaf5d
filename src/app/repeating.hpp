#pragma once

#include "async/time.hpp"

#include <functional>
#include <utility>

namespace signalbox::app {

// Does something at the start and then again and again. Threads: one loop.
class Repeating {
public:
    // `time` outlives it.
    Repeating(Time& time, Duration every, std::function<void()> act)
        : every_{every}, act_{std::move(act)}, alarm_{time, *this} {}

    void start() { act(); }
    void stop() { alarm_.disarm(); }

private:
    class Alarm final : public Time::Alarm {
    public:
        Alarm(Time& time, Repeating& owner) : Time::Alarm{time}, owner_{owner} {}
        void fire() override { owner_.act(); }

    private:
        Repeating& owner_;
    };
    void act() {
        alarm_.arm(alarm_.time().now() + every_);
        act_();
    }

    Duration every_;
    std::function<void()> act_;
    Alarm alarm_;
};

}  // namespace signalbox::app
