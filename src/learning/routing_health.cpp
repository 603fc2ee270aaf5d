#include "learning/routing_health.hpp"

#include "learning/forecast_contest.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <utility>

namespace signalbox {

namespace {

constexpr double good_score = 0.5;
constexpr double two_sided = 1.96;  // deviations that hold 95 of 100

// The outcomes that tell of forecasts, with their weights.
struct Judged {
    std::vector<Outcome const*> outcomes;
    std::vector<double> weights;
};

Judged judged(std::span<Outcome const* const> outcomes, HealthRules const& rules, std::int64_t now) {
    Judged judged;
    for (auto const* outcome : outcomes) {
        if (outcome->source != OutcomeSource::checks) judged.outcomes.push_back(outcome);
    }
    judged.weights = fair_weights(judged.outcomes, rules.weights, now);
    return judged;
}

void add(ForecastRecord& record, Outcome const& outcome) {
    ++record.outcomes;
    record.predicted += outcome.predicted;
    record.score += outcome.score;
}

void finish(ForecastRecord& record) {
    if (record.outcomes == 0) return;
    record.predicted /= static_cast<double>(record.outcomes);
    record.score /= static_cast<double>(record.outcomes);
}

void count(RoutingHealth& health, Judged const& judged) {
    std::map<ModelTag, ForecastRecord> models;
    for (auto const* outcome : judged.outcomes) {
        ++health.outcomes;
        if (outcome->score >= good_score) ++health.good;
        add(health.by_category[static_cast<std::size_t>(outcome->category)], *outcome);
        add(models[outcome->model], *outcome);
    }
    std::ranges::for_each(health.by_category, finish);
    for (auto& [tag, record] : models) {
        finish(record);
        health.by_model.push_back({tag, record});
    }
    std::ranges::sort(health.by_model, {}, [](RoutingHealth::OfModel const& one) {
        return std::pair{-static_cast<std::ptrdiff_t>(one.record.outcomes), one.model};
    });
}

double calibration_error(Judged const& judged) {
    constexpr std::size_t bins = 10;
    std::array<double, bins> surplus{};  // said minus happened
    double total = 0;
    for (std::size_t i = 0; i < judged.outcomes.size(); ++i) {
        auto const& outcome = *judged.outcomes[i];
        auto const bin = std::min(static_cast<std::size_t>(std::max(outcome.predicted, 0.0F) * bins), bins - 1);
        surplus[bin] += judged.weights[i] * (outcome.predicted - outcome.score);
        total += judged.weights[i];
    }
    double error = 0;
    for (auto const sum : surplus) error += std::abs(sum);
    return total > 0 ? error / total : 0;
}

void compare(RoutingHealth& health, Judged const& judged) {
    std::map<ModelTag, ForecastContest> contests;
    for (std::size_t i = 0; i < judged.outcomes.size(); ++i) {
        auto const& outcome = *judged.outcomes[i];
        if (judged.weights[i] <= 0) continue;
        contests[outcome.model].add(outcome.predicted, judged.weights[i], outcome.score >= good_score);
    }
    ForecastContest::Result sum;
    for (auto& [tag, contest] : contests) {
        auto const result = contest.result();
        sum.pairs += result.pairs;
        sum.won += result.won;
        sum.variance += result.variance;
        sum.chance_variance += result.chance_variance;
    }
    if (sum.pairs <= 0) return;
    auto const around = [&](double middle, double variance) {
        auto const reach = two_sided * std::sqrt(variance) / sum.pairs;
        return RoutingHealth::Band{std::max(middle - reach, 0.0), std::min(middle + reach, 1.0)};
    };
    health.auc = sum.won / sum.pairs;
    health.auc_band = around(*health.auc, sum.variance);
    health.control_band = around(0.5, sum.chance_variance);
}

std::string figures(char const* format, double a, double b, double c) {
    char text[160];
    std::snprintf(text, sizeof text, format, a, b, c);
    return text;
}

void judge(RoutingHealth& health, HealthRules const& rules) {
    using enum RoutingStanding;
    auto const poor = health.outcomes - health.good;
    if (health.outcomes < rules.fewest || std::min(health.good, poor) < rules.fewest_each || !health.auc) {
        health.because = std::to_string(health.outcomes) + " answers were judged or rated, " + std::to_string(poor) +
                         " of them poor; a verdict needs " + std::to_string(rules.fewest) + ", and of one model " +
                         "good and poor ones, " + std::to_string(rules.fewest_each) + " of each in all";
        return;
    }
    auto const& band = health.auc_band;
    auto const clause = figures(
        "good answers were expected to be better than poor ones of the same model in %.0f of "
        "100 pairs (%.0f to %.0f)",
        100 * *health.auc, 100 * band.low, 100 * band.high);
    if (band.low > 0.5 && *health.auc > health.control_band.high) {
        health.standing = better;
    } else if (health.outcomes >= rules.enough || band.high < 0.5 + rules.worth_having) {
        health.standing = not_better;
    }
    health.because = clause + (health.standing == better       ? "; chance would be 50"
                               : health.standing == not_better ? "; that is chance, 50, or too near to tell"
                                                               : "; more answers will tell it from chance, 50");
}

RoutingHealth measured(Judged const& judged, HealthRules const& rules) {
    RoutingHealth health;
    count(health, judged);
    health.calibration_error = calibration_error(judged);
    compare(health, judged);
    judge(health, rules);
    return health;
}

// The keys whose outcomes could turn a verdict.
std::vector<std::uint64_t> heavy_parties(Judged const& judged, double share) {
    std::map<std::uint64_t, double> parties;
    double total = 0;
    for (std::size_t i = 0; i < judged.outcomes.size(); ++i) {
        parties[judged.outcomes[i]->party] += judged.weights[i];
        total += judged.weights[i];
    }
    std::vector<std::uint64_t> heavy;
    for (auto const& [party, weight] : parties) {
        if (party != 0 && weight > share * total) heavy.push_back(party);
    }
    return heavy;
}

Judged without(Judged const& judged, std::uint64_t party) {
    Judged rest;
    for (std::size_t i = 0; i < judged.outcomes.size(); ++i) {
        if (judged.outcomes[i]->party == party) continue;
        rest.outcomes.push_back(judged.outcomes[i]);
        rest.weights.push_back(judged.weights[i]);
    }
    return rest;
}

}  // namespace

RoutingHealth routing_health(std::span<Outcome const* const> outcomes, std::int64_t now, HealthRules const& rules) {
    auto const known = judged(outcomes, rules, now);
    auto health = measured(known, rules);
    if (health.standing != RoutingStanding::not_better) return health;
    for (auto const party : heavy_parties(known, rules.own_share)) {
        if (measured(without(known, party), rules).standing != RoutingStanding::better) continue;
        health.standing = RoutingStanding::learning;
        health.because += "; but without the outcomes of one API key they would be better, and no key decides alone";
        break;
    }
    return health;
}

}  // namespace signalbox
