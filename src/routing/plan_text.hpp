#pragma once

#include "core/chain_context.hpp"
#include "routing/scoring.hpp"

#include <span>
#include <string>

namespace signalbox {

// Why a plan is as it is, in words: "complexity 8/10 code: claude-sonnet is good enough with 0.91 at
// $0.0123; gpt-4o-mini would be cheaper but only 0.62".
struct PlanStory {
    RouteBasis basis;
    std::span<Scored const> candidates;  // primary included
    Scored primary;
    bool fast_path = false;
    bool fixed = false;    // routing is switched off
    bool limited = false;  // a cost limit was set
    int unwell = 0;        // models that only their health keeps out
};
[[nodiscard]] std::string tell(PlanStory const& story);

}  // namespace signalbox
