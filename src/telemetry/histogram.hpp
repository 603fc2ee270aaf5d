#pragma once

#include "core/time.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <span>

namespace signalbox::telemetry {

// How often a value fell below each of a few bounds, counted from all loops without a lock.
template <class Value>
class BasicHistogram {
public:
    static constexpr std::size_t max_bounds = 16;
    // `bounds` grow, are at most max_bounds and live for ever.
    explicit BasicHistogram(std::span<Value const> bounds)
        : bounds_{bounds.first(std::min(bounds.size(), max_bounds))} {}

    void observe(Value value) {
        std::size_t place = 0;
        while (place < bounds_.size() && value > bounds_[place]) ++place;
        counts_[place].fetch_add(1, std::memory_order_relaxed);
        sum_.fetch_add(raw(value), std::memory_order_relaxed);
    }
    [[nodiscard]] std::span<Value const> bounds() const { return bounds_; }
    // How many fell into the bucket that ends at bounds()[place]; the one behind the last bound has no end.
    [[nodiscard]] std::int64_t count(std::size_t place) const { return counts_[place].load(std::memory_order_relaxed); }
    [[nodiscard]] Value sum() const { return Value{sum_.load(std::memory_order_relaxed)}; }

private:
    static std::int64_t raw(Duration value) { return value.count(); }
    static std::int64_t raw(std::int64_t value) { return value; }

    std::span<Value const> bounds_;
    std::array<std::atomic<std::int64_t>, max_bounds + 1> counts_{};
    std::atomic<std::int64_t> sum_{0};
};

using Histogram = BasicHistogram<Duration>;
using CountHistogram = BasicHistogram<std::int64_t>;

}  // namespace signalbox::telemetry
