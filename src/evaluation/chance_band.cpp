#include "evaluation/chance_band.hpp"

#include "evaluation/resample.hpp"

#include <algorithm>

namespace signalbox::evaluation {

namespace {

constexpr std::size_t steps = 100;

// The middle of the shuffles at each share of strong calls. Costs are the mean over the shuffles, which every order of
// the prompts has at that share on average.
void close(ChanceBand& band, std::vector<Samples> const& qualities, std::vector<double> const& costs, int shuffles) {
    for (std::size_t i = 0; i <= steps; ++i) {
        auto const middle = qualities[i].interval();
        auto const mean = qualities[i].mean().value_or(0);
        auto const share = static_cast<double>(i) / steps;
        auto const cost = costs[i] / shuffles;
        band.low.push_back({share, cost, middle ? middle->low : mean});
        band.high.push_back({share, cost, middle ? middle->high : mean});
    }
}

}  // namespace

ChanceBand chance_band(Ranking const& ranking, Outcomes const& outcomes, double apgr, Options const& options,
                       Progress const& progress) {
    Random random{options.seed ^ 0x5f5f5f5f};
    auto const once = each_once(outcomes.size());
    ContenderSamples samples;
    std::vector<Samples> qualities(steps + 1);
    std::vector<double> costs(steps + 1);
    int as_good = 1;
    for (int i = 0; i < options.resamples; ++i) {
        progress(static_cast<std::size_t>(i), static_cast<std::size_t>(options.resamples));
        auto const shuffled = ranking.shuffled(random);
        auto const measured = measure(shuffled, outcomes, once, options.target);
        samples.add(measured);
        as_good += !measured.recovery || measured.recovery->apgr >= apgr;
        auto const curve = quality_curve(shuffled, outcomes, steps);
        for (std::size_t k = 0; k <= steps; ++k) {
            qualities[k].add(curve[k].quality);
            costs[k] += curve[k].cost;
        }
    }
    ChanceBand band{.figures = samples.on_average()};
    band.as_good = static_cast<double>(as_good) / (options.resamples + 1);
    close(band, qualities, costs, std::max(options.resamples, 1));
    return band;
}

}  // namespace signalbox::evaluation
