#pragma once

#include "core/time.hpp"

#include <algorithm>

namespace signalbox {

// When a model is left alone, and for how long; `chain.breaker` of the configuration.
struct HealthOptions {
    int failures = 5;                                  // in a row; 1-20
    double share = 0.5;                                // of the last 20 calls; 0-1
    Duration cooldown = std::chrono::seconds{5};       // the first time; doubles with each repetition ...
    Duration max_cooldown = std::chrono::seconds{60};  // ... up to this
    Duration probe = std::chrono::seconds{60};         // a probe that says nothing for so long is given up
};

// The wait after `repetitions` earlier ones.
[[nodiscard]] inline Duration grown_cooldown(HealthOptions const& options, unsigned repetitions) {
    return std::min<Duration>(options.cooldown * (1LL << std::min(repetitions, 20U)), options.max_cooldown);
}

}  // namespace signalbox
