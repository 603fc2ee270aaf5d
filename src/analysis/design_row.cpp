#include "analysis/design_row.hpp"

#include <algorithm>

namespace signalbox {

DesignRow design_row(Features const& features, std::size_t most_cells) {
    DesignRow row{.dense = dense_row(features)};
    auto const norm = row_norm(features);
    row.cells.reserve(features.grams().size());
    for (auto const& gram : features.grams()) {
        row.cells.push_back({static_cast<std::uint16_t>(gram_bin(gram.hash)), norm * gram_value(gram)});
    }
    if (row.cells.size() > most_cells) {
        std::ranges::stable_sort(row.cells, std::greater{}, [](auto const& cell) { return std::abs(cell.value); });
        row.cells.resize(most_cells);
    }
    return row;
}

}  // namespace signalbox
