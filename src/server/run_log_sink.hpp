#pragma once

#include "async/cancellation.hpp"
#include "async/signal.hpp"
#include "server/progress_frames.hpp"
#include "server/run_facts.hpp"
#include "server/run_log.hpp"

#include <string>

namespace signalbox::server {

// The reader of a run that nobody need be there for: every event goes into the run's log.
// Threads: the run's loop.
class RunLogSink final : public EventSink {
public:
    // All references outlive it. `room` is set when the log may have got some.
    RunLogSink(RunLog& log, RunFacts& facts, Signal& room, Cancellation& cancellation, ProgressFrames frames);

    void publish(Event const& event) override;
    void flush() override { log_.announce(); }
    [[nodiscard]] bool behind() const override { return log_.full(); }
    Task<void> caught_up() override;

private:
    RunLog& log_;
    RunFacts& facts_;
    Signal& room_;
    Cancellation& cancellation_;
    ProgressFrames frames_;
    std::string frame_;  // reused
    bool over_ = false;
};

}  // namespace signalbox::server
