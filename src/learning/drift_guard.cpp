#include "learning/drift_guard.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <vector>

namespace signalbox {

namespace {

// One held-out outcome: what both lessons say of it.
struct Trial {
    std::uint64_t party = 0;
    double weight = 0;
    double loss_before = 0;
    double loss_after = 0;
    double moved = 0;
};

double loss(double chance, double score) {
    constexpr double never = 1e-6;
    auto const p = std::clamp(chance, never, 1 - never);
    return -score * std::log(p) - (1 - score) * std::log(1 - p);
}

std::vector<Trial> trials_of(std::span<Outcome const* const> outcomes, std::span<double const> weights,
                             Forecast const& before, Forecast const& after) {
    std::vector<Trial> trials;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        auto const& outcome = *outcomes[i];
        if (!is_held_out(outcome)) continue;
        auto const was = before.chance(outcome);
        auto const is = after.chance(outcome);
        trials.push_back({.party = outcome.party,
                          .weight = weights[i],
                          .loss_before = loss(was, outcome.score),
                          .loss_after = loss(is, outcome.score),
                          .moved = std::abs(is - was)});
    }
    return trials;
}

struct Summary {
    double weight = 0;
    double loss_before = 0;  // means
    double loss_after = 0;
    double moved = 0;
    double error = 0;  // standard error of the difference of both losses
    [[nodiscard]] bool worse(double noise) const { return loss_after - loss_before > noise * error + 1e-9; }
};

// Of all trials but those of `without`.
Summary summary_of(std::vector<Trial> const& trials, std::optional<std::uint64_t> without = {}) {
    Summary sum;
    auto const counts = [&](Trial const& trial) { return !without || trial.party != *without; };
    for (auto const& trial : trials) {
        if (!counts(trial)) continue;
        sum.weight += trial.weight;
        sum.loss_before += trial.weight * trial.loss_before;
        sum.loss_after += trial.weight * trial.loss_after;
        sum.moved += trial.weight * trial.moved;
    }
    if (sum.weight <= 0) return {};
    sum.loss_before /= sum.weight;
    sum.loss_after /= sum.weight;
    sum.moved /= sum.weight;
    double variance = 0;
    for (auto const& trial : trials) {
        if (!counts(trial)) continue;
        auto const off = trial.loss_after - trial.loss_before - (sum.loss_after - sum.loss_before);
        variance += trial.weight * trial.weight * off * off;
    }
    sum.error = std::sqrt(variance) / sum.weight;
    return sum;
}

std::string figures(char const* format, double a, double b) {
    char text[160];
    std::snprintf(text, sizeof text, format, a, b);
    return text;
}

// Why they do not pass; empty when they do.
std::string objection(std::vector<Trial> const& trials, Summary const& all, DriftLimits const& limits) {
    if (trials.size() < limits.least_tested || all.weight <= 0) return "too few outcomes to test on";
    if (all.worse(limits.noise)) {
        return figures("held-out outcomes are predicted worse: loss %.4f, before %.4f", all.loss_after,
                       all.loss_before);
    }
    if (all.moved > limits.most_moved) {
        return figures("predictions would move by %.3f on average, more than %.3f", all.moved, limits.most_moved);
    }
    std::map<std::uint64_t, double> parties;
    for (auto const& trial : trials) parties[trial.party] += trial.weight;
    for (auto const& [party, weight] : parties) {
        if (party == 0 || weight <= limits.own_share * all.weight) continue;
        auto const others = summary_of(trials, party);
        if (others.weight <= 0 || !others.worse(limits.noise)) continue;
        return figures("one key's outcomes make those of all others predicted worse: loss %.4f, before %.4f",
                       others.loss_after, others.loss_before);
    }
    return {};
}

}  // namespace

DriftVerdict judge_drift(std::span<Outcome const* const> outcomes, std::span<double const> weights,
                         Forecast const& before, Forecast const& after, DriftLimits const& limits) {
    auto const trials = trials_of(outcomes, weights, before, after);
    auto const all = summary_of(trials);
    auto reason = objection(trials, all, limits);
    return {.accepted = reason.empty(),
            .reason = std::move(reason),
            .loss_before = all.loss_before,
            .loss_after = all.loss_after,
            .moved = all.moved,
            .tested = trials.size()};
}

}  // namespace signalbox
