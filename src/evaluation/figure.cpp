#include "evaluation/figure.hpp"

#include <algorithm>
#include <numeric>

namespace signalbox::evaluation {

std::optional<double> Samples::mean() const {
    if (values_.empty()) return std::nullopt;
    return std::accumulate(values_.begin(), values_.end(), 0.0) / static_cast<double>(values_.size());
}

std::optional<Interval> Samples::interval() const {
    constexpr std::size_t fewest = 20;
    if (values_.size() < fewest) return std::nullopt;
    auto sorted = values_;
    std::ranges::sort(sorted);
    auto const count = static_cast<double>(sorted.size());
    return Interval{sorted[static_cast<std::size_t>(.025 * count)], sorted[static_cast<std::size_t>(.975 * count) - 1]};
}

}  // namespace signalbox::evaluation
