#include "routing/detour.hpp"

#include <algorithm>

namespace signalbox {

SharedPlan detour(SharedPlan plan, ModelHealth const& health) {
    if (health.available(plan->primary)) return plan;
    auto const first =
        std::ranges::find_if(plan->fallbacks, [&](std::string const& model) { return health.available(model); });
    if (first == plan->fallbacks.end()) return nullptr;

    auto around = std::make_shared<RoutingPlan>(*plan);
    around->primary = *first;
    around->fallbacks.erase(around->fallbacks.begin() + (first - plan->fallbacks.begin()));
    // The other way round it may serve again by the time it is needed.
    around->fallbacks.push_back(plan->primary);
    around->degraded = true;
    around->reasoning += "; " + plan->primary + " is left alone for a while, so " + *first + " begins";
    auto const row = std::ranges::find(plan->candidates, *first, &Candidate::model);
    if (row != plan->candidates.end()) around->estimated_cost = row->cost;
    return around;
}

}  // namespace signalbox
