#pragma once

#include "learning/outcome.hpp"
#include "learning/routing_health.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace signalbox {

// How learning is getting on, as of one moment: for health pages and metrics.
struct LearningState {
    std::size_t outcomes = 0;                                        // that are learned from
    std::array<std::uint64_t, outcome_source_names.size()> taken{};  // since the start, by OutcomeSource
    std::uint64_t dropped = 0;                                       // outcomes that came while the queue was full
    std::uint64_t accepted = 0;  // refits since the start whose weights are in use, or were
    std::uint64_t refused = 0;
    std::uint64_t explored = 0;                   // answers of models that were tried out
    std::uint64_t number = 0;                     // of the lessons in use; 0: none
    std::int64_t last_refit = 0;                  // seconds since 1970; 0: there was none
    std::string last_refusal;                     // why the last refit was refused; empty: it was not
    std::shared_ptr<RoutingHealth const> health;  // null: not measured yet
    bool kept = false;                            // outcomes are written to a file
};

}  // namespace signalbox
