#include "evaluation/evaluation.hpp"

#include "evaluation/chance_band.hpp"
#include "evaluation/contender_samples.hpp"
#include "evaluation/discrimination.hpp"
#include "evaluation/resample.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace signalbox::evaluation {

namespace {

std::vector<double> length_scores(std::span<std::size_t const> words) {
    std::vector<double> scores;
    scores.reserve(words.size());
    for (auto const count : words) scores.push_back(std::log1p(static_cast<double>(count)));
    return scores;
}

std::vector<double> random_scores(std::size_t prompts, std::uint64_t seed) {
    Random random{seed ^ 0xa5a5a5a5};
    std::vector<double> scores(prompts);
    for (auto& score : scores) score = random.uniform();
    return scores;
}

std::vector<double> gains(Outcomes const& outcomes) {
    std::vector<double> scores;
    for (std::size_t i = 0; i < outcomes.size(); ++i) scores.push_back(outcomes.strong[i] - outcomes.weak[i]);
    return scores;
}

std::vector<double> negated(std::vector<double> scores) {
    for (auto& score : scores) score = -score;
    return scores;
}

double weighted_mean(std::vector<double> const& values, Counts counts) {
    auto const sum = std::inner_product(values.begin(), values.end(), counts.begin(), 0.0);
    return sum / std::accumulate(counts.begin(), counts.end(), 0.0);
}

std::optional<double> difference(std::optional<Recovery> const& a, std::optional<Recovery> const& b) {
    return a && b ? std::optional{a->apgr - b->apgr} : std::nullopt;
}

// The contenders that rank by scores of their own; the shuffled one ranks by ours.
constexpr std::array ranked{Contender::ours, Contender::length, Contender::random, Contender::oracle};
constexpr std::size_t ours = 0, length = 1;  // places in it

// What one sample of the prompts says of everything but the shuffled control.
struct Sight {
    std::array<Measured, ranked.size()> contenders;
    double weak = 0, strong = 0;
    std::optional<double> auc_need, auc_weak_ok, ece;
};

class Looker {
public:
    Looker(Outcomes const& outcomes, Opinions const& opinions, std::span<std::size_t const> words,
           Options const& options)
        : outcomes_{outcomes},
          chances_{opinions.weak_ok},
          target_{options.target},
          rankings_{Ranking{opinions.need}, Ranking{length_scores(words)},
                    Ranking{random_scores(outcomes.size(), options.seed)}, Ranking{gains(outcomes)}},
          by_weak_ok_{opinions.weak_ok.empty() ? negated(opinions.need) : opinions.weak_ok},
          needed_{strong_is_needed(outcomes, options.good)},
          weak_good_{weak_is_good(outcomes, options.good)} {}

    [[nodiscard]] Sight look(Counts counts) const {
        Sight sight;
        for (std::size_t i = 0; i < ranked.size(); ++i) {
            sight.contenders[i] = measure(rankings_[i], outcomes_, counts, target_);
        }
        sight.weak = weighted_mean(outcomes_.weak, counts);
        sight.strong = weighted_mean(outcomes_.strong, counts);
        sight.auc_need = auc(rankings_[ours], needed_, counts);
        sight.auc_weak_ok = auc(by_weak_ok_, weak_good_, counts);
        if (!chances_.empty()) sight.ece = calibration_error(chances_, weak_good_, counts);
        return sight;
    }
    [[nodiscard]] Ranking const& ranking(Contender contender) const {
        return rankings_[static_cast<std::size_t>(std::ranges::find(ranked, contender) - ranked.begin())];
    }

private:
    Outcomes const& outcomes_;
    std::span<double const> chances_;
    double target_;
    std::array<Ranking, ranked.size()> rankings_;
    Ranking by_weak_ok_;
    Labels needed_;
    Labels weak_good_;
};

// What it was over all resamples.
class SightSamples {
public:
    void add(Sight const& sight) {
        for (std::size_t i = 0; i < ranked.size(); ++i) contenders_[i].add(sight.contenders[i]);
        weak_.add(sight.weak);
        strong_.add(sight.strong);
        gap_.add(sight.strong - sight.weak);
        auc_need_.add(sight.auc_need);
        auc_weak_ok_.add(sight.auc_weak_ok);
        ece_.add(sight.ece);
        over_length_.add(difference(sight.contenders[ours].recovery, sight.contenders[length].recovery));
    }
    void give(Evaluation& evaluation, Sight const& seen) const {
        for (std::size_t i = 0; i < ranked.size(); ++i) {
            evaluation.contenders[static_cast<std::size_t>(ranked[i])] = contenders_[i].around(seen.contenders[i]);
        }
        evaluation.weak = {seen.weak, weak_.interval()};
        evaluation.strong = {seen.strong, strong_.interval()};
        evaluation.auc_need = {seen.auc_need, auc_need_.interval()};
        evaluation.auc_weak_ok = {seen.auc_weak_ok, auc_weak_ok_.interval()};
        evaluation.ece = {seen.ece, ece_.interval()};
        evaluation.over_length = {difference(seen.contenders[ours].recovery, seen.contenders[length].recovery),
                                  over_length_.interval()};
    }
    [[nodiscard]] Figure gap(Sight const& seen) const { return {seen.strong - seen.weak, gap_.interval()}; }

private:
    std::array<ContenderSamples, ranked.size()> contenders_;
    Samples weak_, strong_, gap_, auc_need_, auc_weak_ok_, ece_, over_length_;
};

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
    auto const apgr = seen.contenders[ours].recovery ? seen.contenders[ours].recovery->apgr : 0;
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
