#include "evaluation/discrimination.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace signalbox::evaluation {

Labels weak_is_good(Outcomes const& outcomes, double good) {
    Labels labels(outcomes.size());
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = outcomes.weak[i] >= good;
    return labels;
}

Labels strong_is_needed(Outcomes const& outcomes, double good) {
    Labels labels(outcomes.size());
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = outcomes.weak[i] < good && outcomes.strong[i] >= good;
    return labels;
}

std::optional<double> auc(Ranking const& ranking, Labels const& labels, Counts counts) {
    double with = 0, without = 0;  // the label, so far
    double tied_with = 0, tied_without = 0;
    double won = 0;  // pairs in which the one without the label stands below
    for (std::size_t place = 0; place < ranking.size(); ++place) {
        auto const i = ranking.prompt(place);
        (labels[i] != 0 ? tied_with : tied_without) += counts[i];
        if (!ranking.ends_tie(place)) continue;
        won += tied_without * (with + tied_with / 2);
        with += tied_with;
        without += tied_without;
        tied_with = tied_without = 0;
    }
    if (with <= 0 || without <= 0) return std::nullopt;
    return won / (with * without);
}

double calibration_error(std::span<double const> chances, Labels const& labels, Counts counts) {
    constexpr std::size_t bins = 10;
    std::array<double, bins> surplus{};  // said minus happened
    double prompts = 0;
    for (std::size_t i = 0; i < chances.size(); ++i) {
        auto const bin = std::min(static_cast<std::size_t>(chances[i] * bins), bins - 1);
        surplus[bin] += counts[i] * (chances[i] - labels[i]);
        prompts += counts[i];
    }
    double error = 0;
    for (auto const sum : surplus) error += std::abs(sum);
    return prompts > 0 ? error / prompts : 0;
}

}  // namespace signalbox::evaluation
