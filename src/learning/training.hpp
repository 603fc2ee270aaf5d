#pragma once

#include "analysis/design_row.hpp"
#include "analysis/weights.hpp"
#include "core/analysis_result.hpp"
#include "learning/solver.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace signalbox::learning {

// One message to learn from. A weight of 0 says that the figure beside it is not known.
struct Example {
    DesignRow design;
    Category category = Category::chat;
    double category_weight = 0;
    double cheap = 0;  // chance that the reference cheap model answers well
    double cheap_weight = 0;
    double gap = 0;  // chance of the reference strong model less that
    double gap_weight = 0;
};

struct TrainingOptions {
    Penalty category{.grams = 0.05, .dense = 0.1, .bias = 0.01};
    Penalty ease{.grams = 2, .dense = 1, .bias = 0.01};
    Penalty gain{.grams = 6, .dense = 100, .bias = 0.01};
    int category_sweeps = 2;
    // What being of a category adds to the gain besides, in the order of Category: public figures of how far
    // strong models are ahead of cheap ones in each kind of task.
    std::array<double, category_names.size()> gain_of{};
};

// Weights from nothing. Deterministic: the same examples in the same order give the same bytes.
[[nodiscard]] Weights train(std::span<Example const> examples, TrainingOptions const& options);

}  // namespace signalbox::learning
