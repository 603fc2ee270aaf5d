#pragma once

#include "analysis/design_row.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace signalbox::learning {

// Design rows under each other, as a solver wants them: the bins of the grams, then the dense features, then one
// column of the caller's own.
class DesignMatrix {
public:
    static constexpr std::size_t own_column = gram_bins + dense_count;
    static constexpr std::size_t columns = own_column + 1;
    static constexpr std::size_t bias_column = gram_bins + dense_index(Shape::bias);

    // `trust` scales the grams.
    void add(DesignRow const& row, float trust = 1, double own = 0);

    [[nodiscard]] std::size_t rows() const { return own_.size(); }
    [[nodiscard]] double dot(std::size_t row, std::span<double const> vector) const;
    // vector += by * row
    void add_to(std::span<double> vector, std::size_t row, double by) const;
    // vector += by * the squares of row
    void add_squares_to(std::span<double> vector, std::size_t row, double by) const;

private:
    [[nodiscard]] std::span<DesignCell const> cells(std::size_t row) const;

    std::vector<std::size_t> ends_;
    std::vector<DesignCell> cells_;
    std::vector<DenseRow> dense_;
    std::vector<double> own_;
};

}  // namespace signalbox::learning
