#include "learning/refit.hpp"

#include "core/log_odds.hpp"
#include "learning/calibration_fit.hpp"
#include "learning/head_columns.hpp"
#include "learning/solver.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace signalbox::learning {

namespace {

bool counts(Observation const& one, std::size_t messages) {
    return one.message < messages && std::isfinite(one.strength) && one.score >= 0 && one.score <= 1 &&
           one.weight > 0 && std::isfinite(one.weight);
}

// The observations that count, each as one row, beside what the base weights thought of it.
struct Evidence {
    std::vector<Observation> observations;
    std::vector<Category> categories;
    std::vector<double> ease;  // log-odds of the reference cheap model
    std::vector<double> gain;
    std::vector<double> lead;  // log-odds of the reference strong model over that
    double mean_gain = 0;
    double mean_strength = 0;
    double total = 0;  // of the weights
};

Evidence evidence(Weights const& base, std::span<SeenMessage const> messages,
                  std::span<Observation const> observations) {
    auto const ease = head_columns(base, Head::ease), gain = head_columns(base, Head::gain);
    Evidence found;
    for (auto const& one : observations) {
        if (!counts(one, messages.size())) continue;
        auto const& [design, category] = messages[one.message];
        DesignMatrix row;
        row.add(design, gram_trust(design.dense));
        auto const index = static_cast<std::size_t>(category);
        auto const [slope, shift] = base.ease_of[index];
        found.observations.push_back(one);
        found.categories.push_back(category);
        found.ease.push_back(slope * row.dot(0, ease) + shift);
        found.gain.push_back(row.dot(0, gain) + base.gain_of[index]);
        auto const need = chance_of(base.need_slope * (found.gain.back() - base.need_middle));
        found.lead.push_back(lead_of(need));
        found.total += one.weight;
        found.mean_gain += one.weight * found.gain.back();
        found.mean_strength += one.weight * one.strength;
    }
    if (found.total > 0) {
        found.mean_gain /= found.total;
        found.mean_strength /= found.total;
    }
    return found;
}

DesignMatrix matrix_of(std::span<SeenMessage const> messages, Evidence const& evidence) {
    DesignMatrix matrix;
    for (std::size_t i = 0; i < evidence.observations.size(); ++i) {
        auto const& design = messages[evidence.observations[i].message].design;
        matrix.add(design, gram_trust(design.dense), evidence.gain[i] - evidence.mean_gain);
    }
    return matrix;
}

void add_to_head(Weights& weights, Head head, std::span<double const> change, double trust) {
    auto columns = head_columns(weights, head);
    for (std::size_t i = 0; i < columns.size(); ++i) columns[i] = trust * columns[i] + change[i];
    set_head(weights, head, columns);
}

// How well models of any strength do here. Returns the chance of a good answer, for each observation, if a model of
// the mean strength had answered.
std::vector<double> refit_ease(Weights& weights, DesignMatrix const& matrix, Evidence const& evidence,
                               RefitOptions const& options) {
    auto const rows = matrix.rows();
    std::vector<double> targets(rows), counted(rows), offsets(rows);
    for (std::size_t i = 0; i < rows; ++i) {
        auto const& one = evidence.observations[i];
        targets[i] = one.score;
        counted[i] = one.weight;
        offsets[i] = evidence.ease[i] + one.strength * evidence.lead[i];
    }
    constexpr double untouched = 1e9;  // the column of the gain has no say here
    Problem const problem{matrix,         targets,
                          counted,        offsets,
                          Loss::logistic, {options.ease_grams, options.ease_dense, options.ease_level, untouched}};
    auto const change = solve(problem);
    add_to_head(weights, Head::ease, change, 1);

    std::vector<double> means(rows);
    for (std::size_t i = 0; i < rows; ++i) {
        auto const strength = evidence.mean_strength - evidence.observations[i].strength;
        means[i] = chance_of(predict(problem, change, i) + strength * evidence.lead[i]);
    }
    fit_calibration(weights,
                    {.matrix = matrix,
                     .change = change,
                     .targets = targets,
                     .weights = counted,
                     .offsets = offsets,
                     .categories = evidence.categories},
                    options.calibration);
    return means;
}

// Who gains from strength. An answer of a stronger model than the mean that is better than expected of the mean, or
// one of a weaker model that is worse, speaks for a gain; the farther the strength from the mean, the more it says.
// Where several models answered one message, the expectation cancels out and their difference alone counts.
void refit_gain(Weights& weights, DesignMatrix const& matrix, Evidence const& evidence, std::span<double const> means,
                RefitOptions const& options) {
    auto const rows = matrix.rows();
    std::vector<double> targets(rows), counted(rows);
    for (std::size_t i = 0; i < rows; ++i) {
        auto const& one = evidence.observations[i];
        auto const distance = one.strength - evidence.mean_strength;
        if (std::abs(distance) < 1e-3) continue;
        targets[i] = (one.score - means[i]) / distance;
        counted[i] = 2 * one.weight * distance * distance;
    }
    auto const change = solve({matrix,
                               targets,
                               counted,
                               evidence.gain,
                               Loss::squared,
                               {options.gain_grams, options.gain_dense, options.gain_level, options.trust}});
    auto const trust = 1 + change[DesignMatrix::own_column];
    add_to_head(weights, Head::gain, change, trust);
    for (auto& gain : weights.gain_of) gain = static_cast<float>(gain * trust);
}

}  // namespace

Weights refit(Weights const& base, std::span<SeenMessage const> messages, std::span<Observation const> observations,
              RefitOptions const& options) {
    auto weights = base;
    auto const found = evidence(base, messages, observations);
    if (found.observations.empty()) return weights;
    auto const matrix = matrix_of(messages, found);
    auto const means = refit_ease(weights, matrix, found, options);
    refit_gain(weights, matrix, found, means, options);
    return weights;
}

}  // namespace signalbox::learning
