#include "learning/head_columns.hpp"

#include "learning/design_matrix.hpp"

#include <algorithm>
#include <cmath>

namespace signalbox::learning {

void set_head(Weights& weights, Head head, std::span<double const> solution) {
    auto const column = static_cast<std::size_t>(head);
    double largest = 0;
    for (std::size_t bin = 0; bin < gram_bins; ++bin) largest = std::max(largest, std::abs(solution[bin]));
    auto const step = largest / 127;
    weights.scale[column] = static_cast<float>(step);
    for (std::size_t bin = 0; bin < gram_bins; ++bin) {
        auto const steps = step > 0 ? std::lround(solution[bin] / step) : 0;
        weights.bins[bin * head_stride + column] = static_cast<std::int8_t>(std::clamp(steps, -127L, 127L));
    }
    for (std::size_t i = 0; i < dense_count; ++i) {
        weights.dense[i][column] = static_cast<float>(solution[gram_bins + i]);
    }
}

std::vector<double> head_columns(Weights const& weights, Head head) {
    std::vector<double> columns(DesignMatrix::columns);
    for (std::uint32_t bin = 0; bin < gram_bins; ++bin) columns[bin] = weights.bin(bin, head);
    for (std::size_t i = 0; i < dense_count; ++i) {
        columns[gram_bins + i] = weights.dense[i][static_cast<std::size_t>(head)];
    }
    return columns;
}

}  // namespace signalbox::learning
