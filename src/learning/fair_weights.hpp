#pragma once

#include "learning/outcome.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace signalbox {

// How much each outcome counts, so that nobody alone decides what is learned.
struct FairWeights {
    double most_each = 1;        // of a single outcome
    double half_life_days = 30;  // older ones count less
    double most_share = 0.25;    // of all weight, for one API key; of few keys, an even share
    double trusted_weight = 50;  // what one key may have whatever the others have
};

// In the order of `outcomes`. What came without a key is not limited as a whole: whoever reaches a server
// without keys is trusted with it. `now`: seconds since 1970.
[[nodiscard]] std::vector<double> fair_weights(std::span<Outcome const* const> outcomes, FairWeights const& rules,
                                               std::int64_t now);

}  // namespace signalbox
