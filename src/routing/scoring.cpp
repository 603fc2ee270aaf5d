#include "routing/scoring.hpp"

#include "core/log_odds.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace signalbox {

namespace {

constexpr double small_quality = 0.4;  // of the reference models
constexpr double large_quality = 0.8;
constexpr double strength_bonus = 0.25;  // log-odds
constexpr double dearest_weight = 0.25;
// Below a thousandth of a cent price differences do not matter; also what free models count as.
constexpr MicroUsd negligible{10};

double quality_of(ModelCard const& model) {
    constexpr std::array<double, tier_names.size()> of_tier{0.4, 0.62, 0.8};
    if (model.quality.known()) return model.quality.value;
    return model.tier.known() ? of_tier[static_cast<std::size_t>(model.tier.value)] : 0.5;
}

// Ten words a second is slow, a hundred is fast; counts little, and only for what wants to be quick.
double speed_bonus(ModelCard const& model, RouteBasis const& basis) {
    if (!basis.capabilities.has(Capability::speed) || !model.tokens_per_second.known()) return 0;
    return std::clamp(0.01 * std::log2(std::max(1.0, model.tokens_per_second.value) / 50), -0.02, 0.02);
}

double decades_above(MicroUsd cost, MicroUsd cheapest) {
    auto const of = [](MicroUsd money) { return static_cast<double>(std::max(money, negligible).count); };
    return std::log10(of(cost) / of(cheapest));
}

}  // namespace

double strength_of(ModelCard const& model) {
    auto const small = log_odds(small_quality);
    return (log_odds(std::clamp(quality_of(model), 0.01, 0.99)) - small) / (log_odds(large_quality) - small);
}

double bonus_of(ModelCard const& model, Category category) {
    auto const& strengths = model.strengths.value;
    return std::ranges::find(strengths, category) != strengths.end() ? strength_bonus : 0;
}

double prior_odds(ModelCard const& model, RouteBasis const& basis) {
    return log_odds(1 - basis.difficulty()) + strength_of(model) * lead_of(basis.need()) +
           bonus_of(model, basis.category);
}

double expected_quality(ModelCard const& model, RouteBasis const& basis) {
    return chance_of(prior_odds(model, basis) + (model.learned ? model.learned->in(basis.category) : 0));
}

std::vector<Scored> score(std::vector<ModelCard const*> const& models, RouteBasis const& basis) {
    std::vector<Scored> scored;
    scored.reserve(models.size());
    std::optional<MicroUsd> cheapest, dearest;
    for (auto const* model : models) {
        auto const known = model->price.known();
        auto const price = known ? std::optional{cost(model->price.value, basis.input, basis.output)} : std::nullopt;
        scored.push_back(
            {.model = model, .order = scored.size(), .quality = expected_quality(*model, basis), .cost = price});
        if (!known) continue;
        cheapest = std::min(cheapest.value_or(*price), *price);
        dearest = std::max(dearest.value_or(*price), *price);
    }
    auto const weight = dearest_weight * (1 - basis.quality) * (1 - basis.quality);
    for (auto& one : scored) {
        one.assumed_cost = one.cost.value_or(dearest.value_or(MicroUsd{}));
        one.price_term = 0 - weight * decades_above(one.assumed_cost, cheapest.value_or(MicroUsd{}));
        one.speed_term = speed_bonus(*one.model, basis);
        one.utility = one.quality + one.price_term + one.speed_term;
    }
    std::ranges::sort(scored, [](Scored const& a, Scored const& b) {
        if (a.utility != b.utility) return a.utility > b.utility;
        return a.assumed_cost != b.assumed_cost ? a.assumed_cost < b.assumed_cost : a.order < b.order;
    });
    return scored;
}

}  // namespace signalbox
