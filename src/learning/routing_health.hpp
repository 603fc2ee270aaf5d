#pragma once

#include "learning/fair_weights.hpp"
#include "learning/outcome.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// Whether routing is worth more here than the same models dealt out to the same messages at random.
enum class RoutingStanding : std::uint8_t { learning, better, not_better };
inline constexpr std::array<std::string_view, 3> routing_standing_names{"learning", "better", "notBetter"};
[[nodiscard]] constexpr auto const& enum_names(RoutingStanding) { return routing_standing_names; }

// What was said of some answers, and what they were: means, 0-1.
struct ForecastRecord {
    std::size_t outcomes = 0;
    double predicted = 0;
    double score = 0;
};

// How good routing's forecasts turned out to be, each made before its answer was known.
struct RoutingHealth {
    struct Band {
        double low = 0;
        double high = 0;
    };
    struct OfModel {
        ModelTag model = 0;
        ForecastRecord record{};
    };

    RoutingStanding standing = RoutingStanding::learning;
    std::string because;  // one clause, for people
    std::size_t outcomes = 0;
    std::size_t good = 0;  // with a score of 0.5 and more
    // The chance that of two answers of one model, a good and a poor one, the good one was expected to be the better.
    // 0.5 is chance, and what a router that deals its models out at random has. Absent: no model has both.
    std::optional<double> auc;
    Band auc_band;      // that would hold it in 95 of 100 other samples
    Band control_band;  // in which a random router with the same models would be, 95 times of 100
    // Expected calibration error: how far said chances are from what happened, averaged over ten equal bins.
    double calibration_error = 0;
    std::array<ForecastRecord, category_names.size()> by_category{};
    std::vector<OfModel> by_model;  // the most asked one first
};

// How much must be known before a verdict.
struct HealthRules {
    std::size_t fewest = 200;      // outcomes
    std::size_t fewest_each = 20;  // good ones, and poor ones
    std::size_t enough = 1'000;    // from here on what is not shown to be better counts as not better
    double worth_having = 0.05;    // of AUC above chance: where that is excluded, fewer will do
    double own_share = 0.1;        // of the weight: a key that has more must not be what makes routing look bad
    FairWeights weights{};
};

// Judges by outcomes that somebody or a judge looked at; passed checks say nothing of forecasts. Answers are compared
// within one model, since a router that knows its models but not its messages would do as well with one of them.
// Weighted like lessons; and what a single key's outcomes alone make look no better is not called so.
// `now`: seconds since 1970. Pure; n log n.
// Sources: van Elteren (1960) for the stratified test, DeLong et al. (1988) for the band of the AUC.
[[nodiscard]] RoutingHealth routing_health(std::span<Outcome const* const> outcomes, std::int64_t now,
                                           HealthRules const& rules = {});

}  // namespace signalbox
