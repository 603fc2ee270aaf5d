#include "analysis/design_row.hpp"

#include <algorithm>
#include <functional>

namespace signalbox {

namespace {

// Keeps the strongest cells in their order; of those as strong as the weakest that stays, the earlier ones.
void keep_strongest(std::vector<DesignCell>& cells, std::size_t most) {
    if (cells.size() <= most) return;
    std::vector<float> strengths;
    strengths.reserve(cells.size());
    for (auto const& cell : cells) strengths.push_back(std::abs(cell.value));
    std::ranges::sort(strengths, std::greater{});
    auto const limit = most == 0 ? strengths.front() : strengths[most - 1];
    auto equals = most - static_cast<std::size_t>(std::ranges::count_if(
                             cells, [&](DesignCell const& cell) { return std::abs(cell.value) > limit; }));
    std::erase_if(cells, [&](DesignCell const& cell) {
        if (std::abs(cell.value) > limit) return false;
        if (std::abs(cell.value) < limit || equals == 0) return true;
        --equals;
        return false;
    });
}

}  // namespace

DesignRow design_row(Features const& features, std::size_t most_cells) {
    DesignRow row;
    row.dense = dense_row(features);
    auto const norm = row_norm(features);
    row.cells.reserve(features.grams().size());
    for (auto const& gram : features.grams()) {
        row.cells.push_back({static_cast<std::uint16_t>(gram_bin(gram.hash)), norm * gram_value(gram)});
    }
    keep_strongest(row.cells, most_cells);
    return row;
}

}  // namespace signalbox
