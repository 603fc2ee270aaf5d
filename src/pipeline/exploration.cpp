#include "pipeline/exploration.hpp"

#include "routing/candidate_filter.hpp"

#include <algorithm>
#include <vector>

namespace signalbox {

namespace {

constexpr std::int64_t dearest = 3;  // times the usual model's cost

// 0 up to, but not including, 1.
double draw(std::mt19937_64& random) { return static_cast<double>(random() >> 11) * 0x1p-53; }

bool leaves_all_open(ChainContext const& context) {
    auto const& options = context.options;
    bool const plain = context.model == "auto" || context.model == "auto:balanced";
    return plain && options.allowed_models.empty() && !options.max_cost && !options.quality && !options.strategy;
}

std::vector<Candidate const*> others(RoutingPlan const& plan, HealthAt const& health) {
    std::vector<Candidate const*> list;
    auto const& usual = plan.estimated_cost;
    if (!usual) return list;
    for (auto const& one : plan.candidates) {
        bool const able = one.dropped.empty() && one.model != plan.primary && health.available(one.model);
        if (able && one.cost && one.cost->count <= dearest * usual->count) list.push_back(&one);
    }
    return list;
}

SharedPlan trying(RoutingPlan const& usual, Candidate const& tried, double chance) {
    auto plan = std::make_shared<RoutingPlan>(usual);
    std::erase(plan->fallbacks, tried.model);
    plan->fallbacks.insert(plan->fallbacks.begin(), usual.primary);
    plan->primary = tried.model;
    plan->estimated_cost = tried.cost;
    plan->explored = chance;
    plan->reasoning += "; " + tried.model + " is tried out in place of " + usual.primary + ", to learn from";
    return plan;
}

}  // namespace

void explore(Decision& decision, ChainContext const& context, Snapshot const& snapshot, std::mt19937_64& random,
             TimePoint now) {
    auto const share = snapshot.chain.exploration;
    auto const& plan = *decision.plan;
    if (share <= 0 || decision.direct || plan.fast_path || plan.degraded || plan.strategy != Strategy::single) return;
    if (!leaves_all_open(context) || draw(random) >= share) return;
    auto const candidates = others(plan, HealthAt{snapshot.health.get(), now});
    if (candidates.empty()) return;
    auto const one = candidates[random() % candidates.size()];
    decision.plan = trying(plan, *one, share / static_cast<double>(candidates.size()));
}

}  // namespace signalbox
