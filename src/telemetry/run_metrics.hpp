#pragma once

#include "async/time.hpp"
#include "pipeline/events.hpp"
#include "telemetry/metrics.hpp"

#include <span>

namespace signalbox::telemetry {

// Reads the events of one run into the metrics. What its calls came to and used up is counted at the
// end, from the run's ledger: calls that run at the same time cannot be told apart before.
// Threads: the run's loop.
class RunMetrics {
public:
    // Both outlive it.
    RunMetrics(Metrics& metrics, Time& time, bool embeddings = false)
        : metrics_{metrics},
          time_{time},
          began_{time.now()},
          exactly_began_{time.exact_now()},
          operation_{embeddings ? Operation::embeddings : Operation::chat} {}

    void observe(Event const& event);

private:
    void started();
    void arrived(std::string_view model);
    void judged(ValidationResult const& validation);
    void compare(ChainResult const& result);
    void ended(std::span<AttemptRecord const> attempts, std::span<SideCall const> side_calls);
    [[nodiscard]] Duration own_time(std::span<AttemptRecord const> attempts,
                                    std::span<SideCall const> side_calls) const;
    [[nodiscard]] GenAiMetrics& called(std::string_view model) const;

    Metrics& metrics_;
    Time& time_;
    TimePoint began_;
    TimePoint exactly_began_;  // a first call starts in the turn in which its run begins
    TimePoint first_start_{};  // exactly, of a call
    Operation operation_;
    bool any_started_ = false;
    bool any_arrived_ = false;
};

}  // namespace signalbox::telemetry
