#pragma once

#include "core/chain_context.hpp"
#include "pipeline/first_token_times.hpp"
#include "pipeline/hedge_budget.hpp"

namespace signalbox {

// What races have lived through; shared by all loops.
struct RaceRecords {
    FirstTokenTimes first_tokens;
    FirstTokenTimes whole_answers;  // their first token comes with the last one
    HedgeBudget hedges;

    // Those that a call with this policy is like: a whole answer takes many times as long as a first token.
    [[nodiscard]] FirstTokenTimes& times(StreamPolicy policy) {
        return policy == StreamPolicy::off ? whole_answers : first_tokens;
    }
};

}  // namespace signalbox
