#include "evaluation/learning_curve.hpp"

#include "evaluation/discrimination.hpp"
#include "evaluation/resample.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace signalbox::evaluation {

namespace {

using Rows = std::vector<std::uint32_t>;

Rows shuffled_rows(std::size_t count, Random& random) {
    Rows rows(count);
    std::iota(rows.begin(), rows.end(), 0U);
    for (auto left = count; left > 1; --left) {
        std::swap(rows[left - 1], rows[random.below(static_cast<std::uint32_t>(left))]);
    }
    return rows;
}

Outcomes part(Outcomes const& outcomes, std::span<std::uint32_t const> rows) {
    Outcomes some;
    for (auto const row : rows) {
        some.weak.push_back(outcomes.weak[row]);
        some.strong.push_back(outcomes.strong[row]);
        some.weak_cost.push_back(outcomes.weak_cost[row]);
        some.strong_cost.push_back(outcomes.strong_cost[row]);
    }
    return some;
}

// A figure on the measured rows of each shuffle, and on resamples of them.
struct Pool {
    Samples values, resampled;
    [[nodiscard]] Figure figure() const { return {values.mean(), resampled.interval()}; }
};

class PointSamples {
public:
    void add(Outcomes const& outcomes, Opinions const& opinions, LearningOptions const& options, Random& random) {
        Ranking const need{opinions.need};
        auto chances = opinions.weak_ok;
        if (chances.empty()) {
            for (auto const score : opinions.need) chances.push_back(-score);
        }
        Ranking const weak_ok{chances};
        auto const needed = strong_is_needed(outcomes, options.good);
        auto const good = weak_is_good(outcomes, options.good);
        auto const look = [&](Counts counts, Samples Pool::* into) {
            auto const found = recovery(need, outcomes, counts);
            (apgr_.*into).add(found ? std::optional{found->apgr} : std::nullopt);
            (auc_need_.*into).add(auc(need, needed, counts));
            (auc_weak_ok_.*into).add(auc(weak_ok, good, counts));
            if (!opinions.weak_ok.empty()) (ece_.*into).add(calibration_error(opinions.weak_ok, good, counts));
        };
        auto counts = each_once(outcomes.size());
        look(counts, &Pool::values);
        for (int i = 0; i < options.resamples; ++i) {
            draw(random, counts);
            look(counts, &Pool::resampled);
        }
    }
    [[nodiscard]] LearningPoint point(std::size_t known) const {
        return {known, apgr_.figure(), auc_need_.figure(), auc_weak_ok_.figure(), ece_.figure()};
    }

private:
    Pool apgr_, auc_need_, auc_weak_ok_, ece_;
};

}  // namespace

std::vector<std::size_t> learning_steps(std::size_t most) {
    std::vector<std::size_t> steps{0};
    for (std::size_t const step : {100, 300, 600, 1'000, 1'500, 2'000, 3'000, 5'000, 10'000, 20'000, 50'000}) {
        if (step < most) steps.push_back(step);
    }
    if (most > 0) steps.push_back(most);
    return steps;
}

Result<std::vector<LearningPoint>> learning_curve(Outcomes const& outcomes, Learner& learner,
                                                  LearningOptions const& options, Progress const& progress) {
    if (outcomes.size() < options.most + fewest_measured) {
        auto const rows = std::to_string(outcomes.size());
        auto const possible = outcomes.size() - std::min(outcomes.size(), fewest_measured);
        return fail(Errc::invalid_value, "the file has " + rows + " rows, and " + std::to_string(fewest_measured) +
                                             " are kept to measure on: learn from at most " + std::to_string(possible));
    }
    auto const steps = learning_steps(options.most);
    std::vector<PointSamples> samples(steps.size());
    Random random{options.seed ^ 0x3c3c3c3c};
    auto const all = steps.size() * static_cast<std::size_t>(options.shuffles);
    for (std::size_t done = 0; done < all;) {
        auto const rows = shuffled_rows(outcomes.size(), random);
        auto const asked = std::span{rows}.subspan(options.most);
        auto const measured = part(outcomes, asked);
        for (std::size_t i = 0; i < steps.size(); ++i, ++done) {
            if (progress) progress(done, all);
            auto const opinions = learner.learn(std::span{rows}.first(steps[i]), asked);
            if (!opinions) return std::unexpected(opinions.error());
            samples[i].add(measured, *opinions, options, random);
        }
    }
    std::vector<LearningPoint> points;
    points.reserve(steps.size());
    for (std::size_t i = 0; i < steps.size(); ++i) points.push_back(samples[i].point(steps[i]));
    return points;
}

}  // namespace signalbox::evaluation
