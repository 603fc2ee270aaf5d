#pragma once

#include "server/api_key.hpp"
#include "server/day_budget.hpp"
#include "server/rate_limit.hpp"
#include "telemetry/counter.hpp"

#include <optional>

namespace signalbox::server {

// What one key has used up, over all loops and through reloads. In memory: a restart begins anew.
struct KeyAccount {
    KeyAccount(KeyLimits const& its_limits, TimePoint midnight) : limits{its_limits} {
        if (limits.requests_per_minute) requests.emplace(*limits.requests_per_minute);
        if (limits.tokens_per_minute) tokens.emplace(*limits.tokens_per_minute);
        if (limits.budget_per_day) budget.emplace(*limits.budget_per_day, midnight);
    }

    KeyLimits limits;
    std::optional<RateLimit> requests;  // absent: no limit, as of all three
    std::optional<RateLimit> tokens;
    std::optional<DayBudget> budget;

    // For metrics.
    telemetry::Counter admitted;
    telemetry::Counter refused;  // by its own limits
    telemetry::Counter tokens_used;
    telemetry::Counter micro_usd;
};

}  // namespace signalbox::server
