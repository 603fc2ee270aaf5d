#pragma once

#include "app/learning_options.hpp"
#include "app/outcome_desk.hpp"
#include "app/outcome_store.hpp"
#include "app/refit_worker.hpp"
#include "telemetry/log.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace signalbox::app {

// Everything that learns, put together: runs tell the desk, the desk fills the store, the worker learns from the
// store, and what it learned is written beside the outcomes and published.
// Threads: two of its own. Made and destroyed while no loop runs.
class Learning {
public:
    // `weights`: what is learned is an addition to them. `base`: of all that priors of outcomes are made with; lessons
    // of another base are not used. `publish` hears, on a thread of its own, each time something was learned or routing
    // is judged anew; `rated`, on any loop, what readers say of runs. They and `log` outlive this.
    Learning(
        LearningOptions const& options, Weights weights, std::uint64_t base, WallClock clock, telemetry::Log& log,
        RefitWorker::Publish publish, OutcomeDesk::Rated rated = [](auto const&, auto) {});
    // The store's thread wakes the worker: it ends first.
    ~Learning() { store_.finish(); }
    Learning(Learning const&) = delete;
    Learning& operator=(Learning const&) = delete;

    [[nodiscard]] RunOutcomes& desk() { return desk_; }
    [[nodiscard]] SharedLessons lessons() const { return worker_.lessons(); }
    // Waits until what was told before has joined.
    void settle() { store_.settle(); }

private:
    [[nodiscard]] SharedLessons first_lessons(std::uint64_t base) const;
    void write_down(SharedLessons const& lessons) const;

    telemetry::Log& log_;
    RefitWorker::Publish publish_;
    OutcomeStore store_;
    std::string lessons_file_;  // empty: they are not kept
    RefitWorker worker_;
    OutcomeDesk desk_;
};

}  // namespace signalbox::app
