#pragma once

#include <numeric>
#include <span>

namespace signalbox::evaluation {

// REQUIRES: not empty.
[[nodiscard]] inline double mean(std::span<double const> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace signalbox::evaluation
