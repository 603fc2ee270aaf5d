#pragma once

#include "pipeline/events.hpp"
#include "telemetry/run_metrics.hpp"
#include "telemetry/run_trace.hpp"

namespace signalbox::telemetry {

// Passes each event to the metrics and then to the public sink. `Public` is a final class, so that
// an event costs one virtual call, the pipeline's.
template <class Public>
class TeeSink final : public EventSink {
public:
    // All outlive it. `trace` null: nobody wants the run's spans.
    TeeSink(RunMetrics& metrics, Public& sink, RunTrace* trace = nullptr)
        : metrics_{metrics}, sink_{sink}, trace_{trace} {}

    void publish(Event const& event) override {
        metrics_.observe(event);
        if (trace_ != nullptr) trace_->observe(event);
        sink_.publish(event);
    }
    void flush() override { sink_.flush(); }
    [[nodiscard]] bool wants_analysis() const override { return sink_.wants_analysis(); }
    [[nodiscard]] bool behind() const override { return sink_.behind(); }
    Task<void> caught_up() override { return sink_.caught_up(); }

private:
    RunMetrics& metrics_;
    Public& sink_;
    RunTrace* trace_;
};

}  // namespace signalbox::telemetry
