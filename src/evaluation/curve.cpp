#include "evaluation/curve.hpp"

#include <algorithm>
#include <numeric>

namespace signalbox::evaluation {

namespace {

double sum(std::vector<double> const& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

CurvePoint between(CurvePoint const& a, CurvePoint const& b, double share) {
    auto const part = b.share > a.share ? (share - a.share) / (b.share - a.share) : 1;
    return {share, a.cost + part * (b.cost - a.cost), a.quality + part * (b.quality - a.quality)};
}

}  // namespace

std::vector<CurvePoint> quality_curve(Ranking const& ranking, Outcomes const& outcomes, std::size_t steps) {
    auto const prompts = static_cast<double>(outcomes.size());
    auto const whole = sum(outcomes.strong_cost);
    auto const part = [&](double cost) { return whole > 0 ? cost / whole : 0; };
    double cost = sum(outcomes.weak_cost), quality = sum(outcomes.weak);
    CurvePoint last{0, part(cost), quality / prompts};
    std::vector<CurvePoint> curve{last};
    for (std::size_t place = 0; place < ranking.size(); ++place) {
        auto const i = ranking.prompt(place);
        cost += outcomes.strong_cost[i] - outcomes.weak_cost[i];
        quality += outcomes.strong[i] - outcomes.weak[i];
        if (!ranking.ends_tie(place)) continue;
        CurvePoint const next{static_cast<double>(place + 1) / prompts, part(cost), quality / prompts};
        while (curve.size() <= steps) {
            auto const share = static_cast<double>(curve.size()) / static_cast<double>(steps);
            if (share > next.share) break;
            curve.push_back(between(last, next, share));
        }
        last = next;
    }
    return curve;
}

}  // namespace signalbox::evaluation
