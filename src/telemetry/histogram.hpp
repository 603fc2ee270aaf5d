#pragma once

#include "core/time.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <span>

namespace signalbox::telemetry {

// How often a duration fell below each of a few bounds, counted from all loops without a lock.
class Histogram {
public:
    static constexpr std::size_t max_bounds = 16;
    // `bounds` grow, are at most max_bounds and live for ever.
    explicit Histogram(std::span<Duration const> bounds) : bounds_{bounds.first(std::min(bounds.size(), max_bounds))} {}

    void observe(Duration value) {
        std::size_t place = 0;
        while (place < bounds_.size() && value > bounds_[place]) ++place;
        counts_[place].fetch_add(1, std::memory_order_relaxed);
        sum_.fetch_add(value.count(), std::memory_order_relaxed);
    }
    [[nodiscard]] std::span<Duration const> bounds() const { return bounds_; }
    // How many fell into the bucket that ends at bounds()[place]; the one behind the last bound has no end.
    [[nodiscard]] std::int64_t count(std::size_t place) const { return counts_[place].load(std::memory_order_relaxed); }
    [[nodiscard]] Duration sum() const { return Duration{sum_.load(std::memory_order_relaxed)}; }

private:
    std::span<Duration const> bounds_;
    std::array<std::atomic<std::int64_t>, max_bounds + 1> counts_{};
    std::atomic<Duration::rep> sum_{0};
};

}  // namespace signalbox::telemetry
