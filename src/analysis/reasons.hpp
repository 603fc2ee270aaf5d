#pragma once

#include "analysis/dense_row.hpp"
#include "analysis/weights.hpp"
#include "core/analysis_result.hpp"

namespace signalbox {

// What weighed most in the difficulty and for that category, in words, most first; unused ones are empty. Only
// what has words of its own counts: single words of a message explain nothing.
[[nodiscard]] std::array<std::string_view, 4> weightiest_reasons(DenseRow const& dense, Weights const& weights,
                                                                 Category category);

}  // namespace signalbox
