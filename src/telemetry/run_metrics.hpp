#pragma once

#include "async/time.hpp"
#include "pipeline/events.hpp"
#include "telemetry/metrics.hpp"

#include <cstdint>

namespace signalbox::telemetry {

// Reads the events of one run into the metrics. Threads: the run's loop.
class RunMetrics {
public:
    // Both outlive it.
    RunMetrics(Metrics& metrics, Time& time) : metrics_{metrics}, time_{time}, began_{time.now()} {}

    void observe(Event const& event);

private:
    void started(event::Started const& event);
    void arrived();
    void answered(event::Answered const& event);
    void judged(ValidationResult const& validation);
    void rejected(event::Rejected const& event);
    void completed(ChainResult const& result);
    void failed(Error const& error);
    void spend(ModelMetrics& model, Usage const& usage, std::optional<MicroUsd> cost);

    Metrics& metrics_;
    Time& time_;
    TimePoint began_;
    ModelMetrics* open_ = nullptr;  // of the attempt whose outcome is not known yet
    std::uint64_t counted_ = 0;     // attempts whose tokens are counted, as bits
    bool any_started_ = false;
    bool any_arrived_ = false;
};

}  // namespace signalbox::telemetry
