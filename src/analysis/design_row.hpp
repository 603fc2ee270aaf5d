#pragma once

#include "analysis/dense_row.hpp"
#include "analysis/gentle_log.hpp"
#include "analysis/gram_hash.hpp"

#include <cmath>
#include <cstdint>
#include <vector>

namespace signalbox {

// One hashed gram of a message.
struct DesignCell {
    std::uint16_t bin = 0;  // below gram_bins; several cells of a row may share one: their values add up
    float value = 0;
    friend bool operator==(DesignCell const&, DesignCell const&) = default;
};

// A message as the learner sees it, the same in training and in use: its grams, of length 1 as a vector, and
// its dense features. No text can be read back from it.
struct DesignRow {
    std::vector<DesignCell> cells;
    DenseRow dense{};
};

// What one gram weighs before the row is brought to length 1: its sign, and more for more of it.
[[nodiscard]] constexpr float gram_value(Gram const& gram) {
    constexpr float ln2 = 0.6931472F;
    return gram_sign(gram.hash) * (1 + ln2 * gentle_log(gram.count - 1U));
}

// What brings the values of these grams to length 1; 0 for no grams.
[[nodiscard]] inline float row_norm(Features const& features) {
    float sum = 0;
    for (auto const& gram : features.grams()) sum += gram_value(gram) * gram_value(gram);
    return sum > 0 ? 1 / std::sqrt(sum) : 0;
}

// The whole row. `most_cells` bounds it, for what is kept: the strongest stay, then the earlier ones.
[[nodiscard]] DesignRow design_row(Features const& features, std::size_t most_cells = Features::max_grams);

}  // namespace signalbox
