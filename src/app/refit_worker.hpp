#pragma once

#include "learning/learning_state.hpp"
#include "learning/lessons.hpp"
#include "learning/refit_schedule.hpp"
#include "learning/replay.hpp"
#include "learning/routing_health.hpp"
#include "telemetry/log.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace signalbox::app {

using SharedLessons = std::shared_ptr<Lessons const>;

// What outcomes taught: of models and messages, and of routing itself.
struct Learned {
    SharedLessons lessons;
    RoutingStanding standing = RoutingStanding::learning;
};

// Learns anew when enough came together, on a thread of its own that gets what time the loops leave. How good routing
// is is measured then, and at the start.
// Threads: everything from any thread; `outcomes` and `publish` are called on the worker's own.
class RefitWorker {
public:
    using Outcomes = std::function<std::vector<SharedOutcome>()>;
    using Publish = std::function<void(Learned const&)>;

    // `start`: the lessons in use; `built_in`: the weights that they are an addition to. `publish` hears those that
    // were accepted, and when the standing of routing is another one. What both use, and `log`, outlive it.
    RefitWorker(RefitSchedule schedule, SharedLessons start, Weights built_in, Outcomes outcomes, Publish publish,
                telemetry::Log& log);
    ~RefitWorker();
    RefitWorker(RefitWorker const&) = delete;
    RefitWorker& operator=(RefitWorker const&) = delete;

    // So many outcomes joined.
    void joined(std::size_t count);
    [[nodiscard]] SharedLessons lessons() const;
    // Fills in what is known here.
    void describe(LearningState& state) const;

private:
    void work();
    void refit();
    // True: the standing is another one than before.
    [[nodiscard]] bool measure(std::span<Outcome const* const> outcomes, std::int64_t now);
    [[nodiscard]] Learned learned() const;

    RefitSchedule schedule_;
    Weights built_in_;
    Outcomes outcomes_;
    Publish publish_;
    telemetry::Log& log_;

    mutable std::mutex mutex_;  // guards the rest
    std::condition_variable news_;
    SharedLessons lessons_;
    std::shared_ptr<RoutingHealth const> health_;  // null: not measured yet
    std::size_t fresh_ = 0;
    TimePoint last_;  // the end of the last refit
    Duration last_took_{};
    std::uint64_t accepted_ = 0;
    std::uint64_t refused_ = 0;
    std::int64_t last_refit_ = 0;
    std::string last_refusal_;
    bool stopped_ = false;
    std::thread thread_;
};

}  // namespace signalbox::app
