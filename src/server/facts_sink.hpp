#pragma once

#include "server/run_facts.hpp"

namespace signalbox::server {

// The sink of an answer that leaves as a whole: only the facts for its head are kept.
class FactsSink final : public EventSink {
public:
    // `analysis`: the answer shows it.
    FactsSink(RunFacts& facts, bool analysis) : facts_{facts}, analysis_{analysis} {}
    void publish(Event const& event) override { facts_.observe(event); }
    [[nodiscard]] bool wants_analysis() const override { return analysis_; }

private:
    RunFacts& facts_;
    bool analysis_;
};

}  // namespace signalbox::server
