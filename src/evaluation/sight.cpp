#include "evaluation/sight.hpp"

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

std::size_t place_of(Contender contender) {
    return static_cast<std::size_t>(std::ranges::find(ranked, contender) - ranked.begin());
}

// APGR of ours beyond that of prompt length.
std::optional<double> over_length(Sight const& sight) {
    auto const& ours = sight.recovery(Contender::ours);
    auto const& length = sight.recovery(Contender::length);
    return ours && length ? std::optional{ours->apgr - length->apgr} : std::nullopt;
}

}  // namespace

std::optional<Recovery> const& Sight::recovery(Contender contender) const {
    return contenders[place_of(contender)].recovery;
}

Looker::Looker(Outcomes const& outcomes, Opinions const& opinions, std::span<std::size_t const> words,
               Options const& options)
    : outcomes_{outcomes},
      chances_{opinions.weak_ok},
      target_{options.target},
      rankings_{Ranking{opinions.need}, Ranking{length_scores(words)},
                Ranking{random_scores(outcomes.size(), options.seed)}, Ranking{gains(outcomes)}},
      by_weak_ok_{opinions.weak_ok.empty() ? negated(opinions.need) : opinions.weak_ok},
      needed_{strong_is_needed(outcomes, options.good)},
      weak_good_{weak_is_good(outcomes, options.good)} {}

Ranking const& Looker::ranking(Contender contender) const { return rankings_[place_of(contender)]; }

Sight Looker::look(Counts counts) const {
    Sight sight;
    for (std::size_t i = 0; i < ranked.size(); ++i) {
        sight.contenders[i] = measure(rankings_[i], outcomes_, counts, target_);
    }
    sight.weak = weighted_mean(outcomes_.weak, counts);
    sight.strong = weighted_mean(outcomes_.strong, counts);
    sight.auc_need = auc(ranking(Contender::ours), needed_, counts);
    sight.auc_weak_ok = auc(by_weak_ok_, weak_good_, counts);
    if (!chances_.empty()) sight.ece = calibration_error(chances_, weak_good_, counts);
    return sight;
}

void SightSamples::add(Sight const& sight) {
    for (std::size_t i = 0; i < ranked.size(); ++i) contenders_[i].add(sight.contenders[i]);
    weak_.add(sight.weak);
    strong_.add(sight.strong);
    gap_.add(sight.strong - sight.weak);
    auc_need_.add(sight.auc_need);
    auc_weak_ok_.add(sight.auc_weak_ok);
    ece_.add(sight.ece);
    over_length_.add(over_length(sight));
}

void SightSamples::give(Evaluation& evaluation, Sight const& seen) const {
    for (std::size_t i = 0; i < ranked.size(); ++i) {
        evaluation.contenders[static_cast<std::size_t>(ranked[i])] = contenders_[i].around(seen.contenders[i]);
    }
    evaluation.weak = {seen.weak, weak_.interval()};
    evaluation.strong = {seen.strong, strong_.interval()};
    evaluation.auc_need = {seen.auc_need, auc_need_.interval()};
    evaluation.auc_weak_ok = {seen.auc_weak_ok, auc_weak_ok_.interval()};
    evaluation.ece = {seen.ece, ece_.interval()};
    evaluation.over_length = {over_length(seen), over_length_.interval()};
}

}  // namespace signalbox::evaluation
