#include "evaluation/cascade.hpp"

#include "evaluation/discrimination.hpp"
#include "evaluation/operating_point.hpp"
#include "evaluation/resample.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace signalbox::evaluation {

namespace {

// Where the normal distribution has `share` of its mass below, by halving: exact to the last bits and no hot path.
double normal_quantile(double share) {
    double low = -10, high = 10;
    for (int i = 0; i < 80; ++i) {
        auto const middle = (low + high) / 2;
        (std::erfc(-middle / std::numbers::sqrt2) / 2 < share ? low : high) = middle;
    }
    return (low + high) / 2;
}

// How sure the router is that the weak model falls short, as log-odds. What it holds certain, a validator may still
// change.
double log_odds_of_failure(double weak_ok) {
    constexpr double most = 0.99;
    auto const chance = std::clamp(weak_ok, 1 - most, most);
    return std::log((1 - chance) / chance);
}

class WaySamples {
public:
    void add(Ranking const& ranking, Outcomes const& outcomes, Counts counts, double target, Payment payment) {
        auto const found = recovery(ranking, outcomes, counts);
        apgr_.add(found ? std::optional{found->apgr} : std::nullopt);
        by_cost_.add(recovery_by_cost(ranking, outcomes, counts, payment));
        auto const point = cheapest_reaching(target, ranking, outcomes, counts, payment);
        share_.add(point.share);
        cost_.add(point.cost);
    }
    [[nodiscard]] CascadeFigures figures() const {
        auto const figure = [](Samples const& samples) { return Figure{samples.mean(), samples.interval()}; };
        return {figure(apgr_), figure(by_cost_), figure(share_), figure(cost_)};
    }

private:
    Samples apgr_, by_cost_, share_, cost_;
};

// A validator's doubts of every weak answer: log-odds that it is poor, up to a constant.
std::vector<double> doubts(Labels const& good, double distance, Random& random) {
    std::vector<double> doubts;
    for (auto const label : good) doubts.push_back(-distance * (distance * label + random.normal()));
    return doubts;
}

}  // namespace

Cascade simulate_cascade(Outcomes const& outcomes, Opinions const& opinions, ValidatorOptions const& options,
                         Progress const& progress) {
    auto const good = weak_is_good(outcomes, options.good);
    auto const distance = std::numbers::sqrt2 * normal_quantile(options.auc);
    Ranking const router{opinions.need};
    Random random{options.seed ^ 0xc3c3c3c3};
    std::vector<double> counts(outcomes.size());
    WaySamples by_router, by_validator, by_both;
    for (int i = 0; i < options.draws; ++i) {
        if (progress) progress(static_cast<std::size_t>(i), static_cast<std::size_t>(options.draws));
        draw(random, counts);
        auto scores = doubts(good, distance, random);
        Ranking const validator{scores};
        for (std::size_t k = 0; k < scores.size(); ++k) scores[k] += log_odds_of_failure(opinions.weak_ok[k]);
        by_router.add(router, outcomes, counts, options.target, Payment::either);
        by_validator.add(validator, outcomes, counts, options.target, Payment::both);
        by_both.add(Ranking{scores}, outcomes, counts, options.target, Payment::both);
    }
    return {by_router.figures(), by_validator.figures(), by_both.figures()};
}

}  // namespace signalbox::evaluation
