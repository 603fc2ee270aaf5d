#pragma once

#include "core/money.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// How routing weighs things; the `routing:` section of the configuration.
struct RoutingPolicy {
    double quality = 0.5;              // 0: cheapest that will do, 1: best whatever it costs
    int min_complexity_for_chain = 3;  // below: fast path, cheapest capable model, no judge
    int min_complexity_for_judge = 7;  // from here on a plan asks for the judge
    int max_fallbacks = 3;
    std::vector<std::string> allowed_models;  // empty: all
    std::vector<std::string> denied_models;
    std::optional<MicroUsd> max_cost;  // per request
    std::string weights_file;          // of the analysis; empty: those built in
    std::string default_model;         // empty: none
    // Not configured but found out: routing is no better than chance. default_model is the primary of every plan that
    // it can serve and whose request leaves the choice to the policy.
    bool fixed = false;
    // Differs when any field differs: part of the cache epoch.
    [[nodiscard]] std::uint64_t version() const;
};

}  // namespace signalbox
