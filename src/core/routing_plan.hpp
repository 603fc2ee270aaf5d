#pragma once

#include "core/chain_context.hpp"
#include "core/money.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// One row of the candidate table: what routing thought of a model.
struct Candidate {
    std::string model;
    std::string dropped;           // why it cannot serve; empty when it can
    double quality = 0;            // 0-1, expected
    std::optional<MicroUsd> cost;  // expected; absent when its price is unknown
    double price_term = 0;         // what its price takes from the utility: 0 or less
    double speed_term = 0;         // what its speed adds or takes
    double utility = 0;            // quality and both terms; the order is by this, higher is better
};

// The decision for one kind of request. Immutable once made; shared by the cache and its readers.
struct RoutingPlan {
    std::string primary;
    std::vector<std::string> fallbacks;  // in order; also the models to escalate to are among them
    Strategy strategy = Strategy::single;
    std::vector<std::string> team;  // who answers in a race (cheap, strong) or an ensemble; else empty
    std::string strategy_reason;    // why that strategy, or why not the one asked for; empty: nobody asked
    std::string analysis_reason;    // what an analyzing model had to say, or why it had no say; empty: none was asked
    std::optional<MicroUsd> estimated_cost;
    bool should_validate = false;  // ask the judge (deterministic checks always run)
    bool fast_path = false;
    double explored = 0;    // the chance with which the primary was drawn, to learn from; 0: it was chosen
    bool degraded = false;  // made without full information or health; never cached
    std::string reasoning;
    std::vector<Candidate> candidates;
    std::uint64_t epoch = 0;  // of policy and registry together
    std::string cache_key;    // "a3f8c9d2-8-code", for people
};
using SharedPlan = std::shared_ptr<RoutingPlan const>;

}  // namespace signalbox
