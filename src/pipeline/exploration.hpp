#pragma once

#include "core/time.hpp"
#include "pipeline/decision.hpp"
#include "pipeline/snapshot.hpp"

#include <random>

namespace signalbox {

// Now and then another model that can serve is tried out in place of the usual one: what nobody asks, nothing is
// learned of. The share of requests is snapshot.chain.exploration; candidates are those that are well, cost at most
// three times the usual one's price and are within the ceiling, all of them alike.
//
// Never on the fast path, for a pinned model, a strategy of several models, or a request that says anything about
// models, money or quality. The plan becomes the run's own, says so, and is not remembered; the usual model is
// the first to follow.
void explore(Decision& decision, ChainContext const& context, Snapshot const& snapshot, std::mt19937_64& random,
             TimePoint now);

}  // namespace signalbox
