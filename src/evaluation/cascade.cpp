#include "evaluation/cascade.hpp"

#include "evaluation/discrimination.hpp"
#include "evaluation/operating_point.hpp"
#include "evaluation/resample.hpp"
#include "evaluation/score_chances.hpp"

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

// How much more likely the validator's score makes it that the strong model is needed, in logarithms: that it is
// needed implies that the weak answer is poor. `doubt` is the log-odds of a poor answer that the score alone speaks
// for, and `weak_ok` what the router held likely before; what that holds certain, a validator may still change.
double log_factor(double weak_ok, double doubt) {
    constexpr double most = 0.99;
    auto const good = std::clamp(weak_ok, 1 - most, most);
    return -std::log(good * std::exp(-doubt) + 1 - good);
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

// What a validator's scores say of every weak answer: log-odds that it is poor.
std::vector<double> doubts(Labels const& good, double distance, Random& random) {
    std::vector<double> doubts;
    doubts.reserve(good.size());
    for (auto const label : good) {
        auto const score = distance * label + random.normal();
        doubts.push_back(distance * (distance / 2 - score));
    }
    return doubts;
}

}  // namespace

Cascade simulate_cascade(Outcomes const& outcomes, Opinions const& opinions, ValidatorOptions const& options,
                         Progress const& progress) {
    auto const good = weak_is_good(outcomes, options.good);
    auto const distance = std::numbers::sqrt2 * normal_quantile(options.auc);
    auto const needed = score_chances(opinions.need, strong_is_needed(outcomes, options.good));
    Ranking const router{opinions.need};
    Random random{options.seed ^ 0xc3c3c3c3};
    std::vector<double> counts(outcomes.size());
    WaySamples by_router, by_validator, by_both;
    for (int i = 0; i < options.draws; ++i) {
        if (progress) progress(static_cast<std::size_t>(i), static_cast<std::size_t>(options.draws));
        draw(random, counts);
        auto scores = doubts(good, distance, random);
        Ranking const validator{scores};
        for (std::size_t k = 0; k < scores.size(); ++k) {
            scores[k] = std::log(needed[k]) + log_factor(opinions.weak_ok[k], scores[k]);
        }
        by_router.add(router, outcomes, counts, options.target, Payment::either);
        by_validator.add(validator, outcomes, counts, options.target, Payment::both);
        by_both.add(Ranking{scores}, outcomes, counts, options.target, Payment::both);
    }
    return {by_router.figures(), by_validator.figures(), by_both.figures()};
}

}  // namespace signalbox::evaluation
