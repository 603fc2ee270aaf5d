#include "evaluation/operating_point.hpp"

#include <algorithm>

namespace signalbox::evaluation {

namespace {

struct Sums {
    double prompts = 0;
    double weak = 0, strong = 0;
    double weak_cost = 0, strong_cost = 0;
};

Sums sums(Outcomes const& outcomes, Counts counts) {
    Sums sum;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        sum.prompts += counts[i];
        sum.weak += counts[i] * outcomes.weak[i];
        sum.strong += counts[i] * outcomes.strong[i];
        sum.weak_cost += counts[i] * outcomes.weak_cost[i];
        sum.strong_cost += counts[i] * outcomes.strong_cost[i];
    }
    return sum;
}

// What changes when prompt `i` goes to the strong model.
double extra_cost(Outcomes const& outcomes, std::size_t i, Payment payment) {
    return outcomes.strong_cost[i] - (payment == Payment::either ? outcomes.weak_cost[i] : 0);
}

}  // namespace

OperatingPoint cheapest_reaching(double fraction, Ranking const& ranking, Outcomes const& outcomes, Counts counts,
                                 Payment payment) {
    constexpr double rounding = 1e-9;  // sums of the same numbers in another order
    auto const sum = sums(outcomes, counts);
    auto const goal = fraction * sum.strong - rounding;
    double quality = sum.weak, calls = 0, cost = sum.weak_cost;
    for (std::size_t place = 0; place < ranking.size() && quality < goal; ++place) {
        auto const i = ranking.prompt(place);
        quality += counts[i] * (outcomes.strong[i] - outcomes.weak[i]);
        calls += counts[i];
        cost += counts[i] * extra_cost(outcomes, i, payment);
    }
    return {calls / sum.prompts, sum.strong_cost > 0 ? cost / sum.strong_cost : 0};
}

std::optional<double> recovery_by_cost(Ranking const& ranking, Outcomes const& outcomes, Counts counts,
                                       Payment payment) {
    auto const sum = sums(outcomes, counts);
    auto const gap = sum.strong - sum.weak, money = sum.strong_cost - sum.weak_cost;
    if (gap <= 0 || money <= 0) return std::nullopt;
    double area = 0, x0 = 0, y0 = 0, spent = 0, gained = 0;
    for (std::size_t place = 0; place < ranking.size() && x0 < 1; ++place) {
        auto const i = ranking.prompt(place);
        spent += counts[i] * extra_cost(outcomes, i, payment);
        gained += counts[i] * (outcomes.strong[i] - outcomes.weak[i]);
        if (!ranking.ends_tie(place)) continue;
        auto x1 = spent / money, y1 = gained / gap;
        if (x1 > 1) {  // the money ends between the two
            y1 = y0 + (y1 - y0) * (1 - x0) / (x1 - x0);
            x1 = 1;
        }
        area += (x1 - x0) * (y1 + y0) / 2;
        x0 = x1;
        y0 = y1;
    }
    return area + std::max(1 - x0, 0.0) * y0;
}

}  // namespace signalbox::evaluation
