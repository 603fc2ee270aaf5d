#pragma once

#include "core/error.hpp"
#include "telemetry/histogram.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace signalbox::telemetry {

class Metrics;

// A Histogram's counts at one moment, or what they grew by since another.
struct Buckets {
    std::array<std::int64_t, Histogram::max_bounds + 1> counts{};

    [[nodiscard]] std::int64_t total() const;
    // The value that `share` (0-1) of all are below, in milliseconds, on a line through its bucket; what is above all
    // bounds counts as the last one. 0: there are none.
    [[nodiscard]] double percentile_ms(std::span<Duration const> bounds, double share) const;
};

// Everything that is counted, at one moment: numbers that only grow. The difference of two moments is what happened
// between them.
struct Totals {
    struct OfModel {
        std::string model;
        std::int64_t answers = 0;
        std::int64_t failed = 0;
        std::int64_t micro_usd = 0;
    };
    std::int64_t requests = 0;  // that ask models, answered in any way
    std::int64_t refused = 0;   // of them with 4xx
    std::int64_t failed = 0;    // with 5xx
    std::int64_t input_tokens = 0;
    std::int64_t output_tokens = 0;
    std::int64_t micro_usd = 0;
    std::int64_t routed_micro_usd = 0;     // of runs for which the next one is known
    std::int64_t strongest_micro_usd = 0;  // what always asking the best model would have cost those
    std::int64_t escalations = 0;          // to a better model after a poor answer
    std::int64_t fallbacks = 0;            // to another one after a failed call
    std::int64_t cache_hits = 0;
    std::int64_t cache_misses = 0;
    std::array<std::int64_t, 3> validations{};      // by Verdict
    std::array<std::int64_t, errc_count> errors{};  // failed calls and refused requests, by Errc
    Buckets latency;                                // request_bounds
    Buckets first_token;                            // likewise
    std::vector<OfModel> models;  // in the order in which they were first met: later moments have more

    [[nodiscard]] Totals since(Totals const& before) const;
};

}  // namespace signalbox::telemetry
