#pragma once

#include "core/chain_context.hpp"
#include "core/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// How a race goes; `chain.speculative` of the configuration.
struct SpeculativePolicy {
    // The second model starts when the first one has had no token for so long. Absent: for as long as
    // 95 of 100 of its calls take to their first token. Zero: at once.
    std::optional<Duration> delay;
    Duration default_delay = std::chrono::seconds{1};  // until enough calls were seen
    double max_share = 0.1;                            // second models for each request, 0-1
};

// How an ensemble goes; `chain.ensemble`.
struct EnsemblePolicy {
    static constexpr std::size_t fewest = 2;
    static constexpr std::size_t most = 5;
    EnsembleMode mode = EnsembleMode::synthesize;
    std::vector<std::string> models;               // two to five; empty: the best candidates of the plan
    int size = 3;                                  // how many of them, 2-5
    int quorum = 2;                                // answers below which nothing is combined
    std::string synthesizer;                       // empty: the best member
    Duration patience = std::chrono::seconds{10};  // for the rest, once the quorum has answered
};

}  // namespace signalbox
