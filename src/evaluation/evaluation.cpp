#include "evaluation/evaluation.hpp"

#include "evaluation/chance_band.hpp"
#include "evaluation/resample.hpp"
#include "evaluation/sight.hpp"

#include <algorithm>

namespace signalbox::evaluation {

namespace {

// Ours minus the mean of the shuffles, which is the same for every resample but for noise.
Figure beyond(Figure const& apgr, Figure const& control) {
    if (!apgr.value || !control.value) return {};
    Figure figure{*apgr.value - *control.value, apgr.interval};
    if (figure.interval)
        figure.interval = Interval{figure.interval->low - *control.value, figure.interval->high - *control.value};
    return figure;
}

std::size_t differing(Outcomes const& outcomes) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < outcomes.size(); ++i) count += outcomes.weak[i] != outcomes.strong[i];
    return count;
}

// The bootstrap first, then the shuffles: together they are all the work.
class Halves {
public:
    Halves(Progress const& progress, int resamples)
        : progress_{progress}, half_{static_cast<std::size_t>(std::max(resamples, 0))} {}
    void first(int done) const { tell(static_cast<std::size_t>(done)); }
    void second(std::size_t done) const { tell(half_ + done); }

private:
    void tell(std::size_t done) const {
        if (progress_) progress_(done, 2 * half_);
    }
    Progress const& progress_;
    std::size_t half_;
};

}  // namespace

Evaluation evaluate(Outcomes const& outcomes, Opinions const& opinions, std::span<std::size_t const> words,
                    Options const& options, Progress const& progress) {
    Halves const halves{progress, options.resamples};
    Looker const looker{outcomes, opinions, words, options};
    auto const seen = looker.look(each_once(outcomes.size()));

    SightSamples samples;
    Random random{options.seed};
    std::vector<double> counts(outcomes.size());
    for (int i = 0; i < options.resamples; ++i) {
        halves.first(i);
        draw(random, counts);
        samples.add(looker.look(counts));
    }
    auto const& own = looker.ranking(Contender::ours);
    auto const& recovered = seen.recovery(Contender::ours);
    auto const apgr = recovered ? recovered->apgr : 0;
    auto band = chance_band(own, outcomes, apgr, options, [&](std::size_t done, std::size_t) { halves.second(done); });

    Evaluation evaluation{.prompts = outcomes.size(), .informative = differing(outcomes)};
    samples.give(evaluation, seen);
    auto& figures = evaluation.contenders;
    figures[static_cast<std::size_t>(Contender::shuffled)] = band.figures;
    evaluation.grid = grid_recovery(opinions.need, outcomes);
    evaluation.over_shuffled = beyond(figures[static_cast<std::size_t>(Contender::ours)].apgr, band.figures.apgr);
    evaluation.chance = band.as_good;
    evaluation.judgement = judge(
        {evaluation.prompts, evaluation.informative, samples.gap(seen), evaluation.over_shuffled, evaluation.chance});
    evaluation.curves = {quality_curve(own, outcomes), quality_curve(looker.ranking(Contender::length), outcomes),
                         quality_curve(looker.ranking(Contender::oracle), outcomes), std::move(band.low),
                         std::move(band.high)};
    evaluation.weak_cost = evaluation.curves.ours.front().cost;
    return evaluation;
}

}  // namespace signalbox::evaluation
