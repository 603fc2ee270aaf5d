#pragma once

#include "app/config_reader.hpp"
#include "app/environment.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace signalbox::app {

// What is learned from outcomes; the `learning:` section of the configuration.
struct LearningOptions {
    bool enabled = true;
    std::string file;  // that keeps the outcomes; the lessons stand beside it. Empty: nothing is kept
    std::size_t max_outcomes = 20'000;
    std::size_t refit_after = 200;           // new outcomes
    double exploration = 0.01;               // share of routed requests that try another model out
    std::size_t max_feedback_per_day = 500;  // of each API key
    bool auto_disable = false;               // while routing is no better than chance: routing.default_model
    friend bool operator==(LearningOptions const&, LearningOptions const&) = default;
};

// Reads the section. `keys_file`: of the access section; without a file of its own, the outcomes are kept beside it,
// else where this user's programs keep their state.
[[nodiscard]] LearningOptions learning_options(Reader const& section, std::string const& keys_file,
                                               Environment const& environment);

}  // namespace signalbox::app
