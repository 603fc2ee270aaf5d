#include "analysis/reasons.hpp"

#include <algorithm>
#include <cmath>

namespace signalbox {

std::array<std::string_view, 4> weightiest_reasons(DenseRow const& dense, Weights const& weights, Category category) {
    std::array<std::string_view, 4> reasons{};
    std::array<float, reasons.size()> heaviest{};
    auto const own = static_cast<std::size_t>(head_of(category));
    for (std::size_t i = 0; i < dense_count; ++i) {
        auto const text = dense_reason(i, dense[i]);
        if (text.empty() || std::ranges::find(reasons, text) != reasons.end()) continue;
        auto const& row = weights.dense[i];
        auto const weight = dense[i] * (std::abs(row[static_cast<std::size_t>(Head::ease)]) + std::max(0.0F, row[own]));
        for (std::size_t place = 0; place < reasons.size(); ++place) {
            if (weight <= heaviest[place]) continue;
            std::shift_right(heaviest.begin() + place, heaviest.end(), 1);
            std::shift_right(reasons.begin() + place, reasons.end(), 1);
            heaviest[place] = weight;
            reasons[place] = text;
            break;
        }
    }
    return reasons;
}

}  // namespace signalbox
