#pragma once

#include "pipeline/first_token_times.hpp"
#include "pipeline/hedge_budget.hpp"

namespace signalbox {

// What races have lived through; shared by all loops.
struct RaceRecords {
    FirstTokenTimes first_tokens;
    HedgeBudget hedges;
};

}  // namespace signalbox
