#pragma once

#include "analysis/analyzer.hpp"
#include "pipeline/chain_policy.hpp"
#include "pipeline/race_records.hpp"
#include "pipeline/retry_budget.hpp"
#include "routing/health_index.hpp"
#include "routing/model_registry.hpp"
#include "routing/routing_policy.hpp"

#include <cstdint>
#include <memory>

namespace signalbox {

// Everything configured that a run reads, swapped whole on reload; a run keeps the one it began with.
struct Snapshot {
    ModelRegistry registry;
    RoutingPolicy routing;
    ChainPolicy chain;
    std::shared_ptr<Analyzer const> analyzer;
    std::uint64_t epoch = 0;  // of all of it: plans of another epoch are dead

    // Not configured but lived through: shared by all loops, and handed on to the next snapshot.
    std::shared_ptr<HealthIndex const> health;  // null: all models are well
    std::shared_ptr<RetryBudget> retries;       // null: without limit
    std::shared_ptr<RaceRecords> races = std::make_shared<RaceRecords>();
};

}  // namespace signalbox
