#include "evaluation/recovery.hpp"

namespace signalbox::evaluation {

namespace {

struct Totals {
    double prompts = 0;
    double gap = 0;
};

Totals totals(Outcomes const& outcomes, Counts counts) {
    Totals sum;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        sum.prompts += counts[i];
        sum.gap += counts[i] * (outcomes.strong[i] - outcomes.weak[i]);
    }
    return sum;
}

// The first place at which a rising walk along straight lines reaches `goal`.
class Crossing {
public:
    explicit Crossing(double goal) : goal_{goal} {}
    void step(double x0, double y0, double x1, double y1) {
        if (at_ || y1 < goal_) return;
        at_ = y1 == y0 ? x1 : x0 + (x1 - x0) * (goal_ - y0) / (y1 - y0);
    }
    [[nodiscard]] double percent() const { return 100 * at_.value_or(1); }

private:
    double goal_;
    std::optional<double> at_;
};

}  // namespace

std::optional<Recovery> recovery(Ranking const& ranking, Outcomes const& outcomes, Counts counts) {
    auto const total = totals(outcomes, counts);
    if (total.gap <= 0) return std::nullopt;
    Recovery found;
    Crossing half{0.5}, most{0.8};
    double calls = 0, gained = 0, x0 = 0, y0 = 0;
    for (std::size_t place = 0; place < ranking.size(); ++place) {
        auto const i = ranking.prompt(place);
        calls += counts[i];
        gained += counts[i] * (outcomes.strong[i] - outcomes.weak[i]);
        if (!ranking.ends_tie(place)) continue;
        auto const x1 = calls / total.prompts, y1 = gained / total.gap;
        found.apgr += (x1 - x0) * (y1 + y0) / 2;
        half.step(x0, y0, x1, y1);
        most.step(x0, y0, x1, y1);
        x0 = x1;
        y0 = y1;
    }
    found.cpt50 = half.percent();
    found.cpt80 = most.percent();
    return found;
}

}  // namespace signalbox::evaluation
