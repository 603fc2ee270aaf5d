#include "learning/fair_weights.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace signalbox {

namespace {

constexpr double seconds_a_day = 86'400;

double own_weight(Outcome const& outcome, FairWeights const& rules, std::int64_t now) {
    auto const days = std::max(0.0, static_cast<double>(now - outcome.at) / seconds_a_day);
    return std::min(double{outcome.weight}, rules.most_each) * std::exp2(-days / rules.half_life_days);
}

using Totals = std::map<std::uint64_t, double>;  // by party

// What one key may have at most. Cutting one makes the whole smaller, and so the share of the others: the
// limit goes down until it fits.
double limit_of(Totals const& totals, FairWeights const& rules) {
    constexpr int rounds = 64;
    auto const keys = static_cast<double>(totals.size() - totals.count(0));
    auto const share = std::max(rules.most_share, 1 / std::max(keys, 1.0));
    double limit = 0;
    for (auto const& [party, total] : totals) limit = std::max(limit, total);
    for (int i = 0; i < rounds; ++i) {
        double sum = 0;
        for (auto const& [party, total] : totals) sum += party == 0 ? total : std::min(total, limit);
        limit = std::min(limit, share * sum);
    }
    return std::max(limit, rules.trusted_weight);
}

}  // namespace

std::vector<double> fair_weights(std::span<Outcome const* const> outcomes, FairWeights const& rules, std::int64_t now) {
    std::vector<double> weights;
    weights.reserve(outcomes.size());
    Totals totals;
    for (auto const* outcome : outcomes) {
        weights.push_back(own_weight(*outcome, rules, now));
        totals[outcome->party] += weights.back();
    }
    auto const limit = limit_of(totals, rules);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        auto const total = totals[outcomes[i]->party];
        if (outcomes[i]->party != 0 && total > limit) weights[i] *= limit / total;
    }
    return weights;
}

}  // namespace signalbox
