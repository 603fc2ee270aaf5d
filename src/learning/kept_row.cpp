#include "learning/kept_row.hpp"

#include "core/recent_turns.hpp"

#include <algorithm>
#include <cmath>

namespace signalbox {

OutcomeRow kept_row(ChainContext const& context, AnalysisResult const& analysis) {
    OutcomeRow kept;
    if (analysis.inherited) return kept;
    Features features;
    features.read(recent_turns(context).turns[0]);
    auto const row = design_row(features, OutcomeRow::max_cells);
    kept.cells.reserve(row.cells.size());
    for (auto const& cell : row.cells) {
        auto const units = std::lround(std::clamp(cell.value, -1.0F, 1.0F) / OutcomeRow::cell_unit);
        kept.cells.push_back({.bin = cell.bin, .value = static_cast<std::int16_t>(units)});
    }
    kept.dense.assign(row.dense.begin(), row.dense.end());
    return kept;
}

std::optional<DesignRow> design_row_of(OutcomeRow const& kept) {
    if (kept.dense.size() != dense_count) return std::nullopt;
    DesignRow row;
    row.cells.reserve(kept.cells.size());
    for (auto const& cell : kept.cells) {
        if (cell.bin >= gram_bins) return std::nullopt;
        row.cells.push_back({.bin = cell.bin, .value = static_cast<float>(cell.value) * OutcomeRow::cell_unit});
    }
    std::ranges::copy(kept.dense, row.dense.begin());
    return row;
}

}  // namespace signalbox
