#include "learning/design_matrix.hpp"

namespace signalbox::learning {

void DesignMatrix::add(DesignRow const& row, float trust, double own) {
    if (trust > 0) {
        for (auto const& cell : row.cells) cells_.push_back({cell.bin, cell.value * trust});
    }
    ends_.push_back(cells_.size());
    dense_.push_back(row.dense);
    own_.push_back(own);
}

double DesignMatrix::dot(std::size_t row, std::span<double const> vector) const {
    double sum = own_[row] * vector[own_column];
    for (auto const& [bin, value] : cells(row)) sum += value * vector[bin];
    for (std::size_t i = 0; i < dense_count; ++i) sum += dense_[row][i] * vector[gram_bins + i];
    return sum;
}

void DesignMatrix::add_to(std::span<double> vector, std::size_t row, double by) const {
    vector[own_column] += by * own_[row];
    for (auto const& [bin, value] : cells(row)) vector[bin] += by * value;
    for (std::size_t i = 0; i < dense_count; ++i) vector[gram_bins + i] += by * dense_[row][i];
}

void DesignMatrix::add_squares_to(std::span<double> vector, std::size_t row, double by) const {
    vector[own_column] += by * own_[row] * own_[row];
    for (auto const& [bin, value] : cells(row)) vector[bin] += by * value * value;
    for (std::size_t i = 0; i < dense_count; ++i) vector[gram_bins + i] += by * dense_[row][i] * dense_[row][i];
}

std::span<DesignCell const> DesignMatrix::cells(std::size_t row) const {
    auto const begin = row == 0 ? 0 : ends_[row - 1];
    return std::span{cells_}.subspan(begin, ends_[row] - begin);
}

}  // namespace signalbox::learning
