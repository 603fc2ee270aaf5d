#pragma once

#include "server/run_facts.hpp"

namespace signalbox::server {

// The sink of an answer that leaves as a whole: only the facts for its head are kept.
class FactsSink final : public EventSink {
public:
    explicit FactsSink(RunFacts& facts) : facts_{facts} {}
    void publish(Event const& event) override { facts_.observe(event); }
    [[nodiscard]] bool wants_deltas() const override { return false; }

private:
    RunFacts& facts_;
};

}  // namespace signalbox::server
