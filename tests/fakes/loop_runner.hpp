#pragma once

#include "async/task.hpp"
#include "net/loop.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <utility>

namespace signalbox::fakes {

// A real loop that runs one task to its end. A task that hangs fails the test after ten seconds.
class LoopRunner {
public:
    template <class T>
    T run(Task<T> task) {
        std::optional<T> result;
        bool running = false;
        spawn(std::move(task), [&](T value) {
            result.emplace(std::move(value));
            if (running) loop.stop();
        });
        Watchdog watchdog{loop};
        running = true;
        if (!result) loop.run();
        if (!result) {
            ADD_FAILURE() << "the task hangs";
            std::abort();
        }
        return std::move(*result);
    }

    net::Loop loop;

private:
    class Watchdog final : public Time::Alarm {
    public:
        explicit Watchdog(net::Loop& its_loop) : Alarm{its_loop}, loop_{its_loop} {
            arm(loop_.now() + std::chrono::seconds{10});
        }
        void fire() override { loop_.stop(); }

    private:
        net::Loop& loop_;
    };
};

}  // namespace signalbox::fakes
