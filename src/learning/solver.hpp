#pragma once

#include "learning/design_matrix.hpp"

#include <span>
#include <vector>

namespace signalbox::learning {

enum class Loss : std::uint8_t {
    squared,   // of the prediction itself
    logistic,  // the prediction is log-odds, the target a chance between 0 and 1
};

// What holds the columns back to zero: each times the square of its column's weight.
struct Penalty {
    double grams = 1;
    double dense = 1;
    double bias = 0.01;
    double own = 1;
};

struct Problem {
    DesignMatrix const& matrix;
    std::span<double const> targets;  // one for each row
    std::span<double const> weights;  // likewise, 0 or more
    std::span<double const> offsets;  // what is predicted before anything is learned
    Loss loss = Loss::squared;
    Penalty penalty;
};

// The weights of the columns, on top of the offsets, with the least weighted loss plus penalty: one Newton step for
// squares, some for log-odds, each solved by conjugate gradients to about five digits.
// Deterministic; one thread. Time: the cells of the matrix, some hundred times.
[[nodiscard]] std::vector<double> solve(Problem const& problem);

// The offset plus what the weights say.
[[nodiscard]] double predict(Problem const& problem, std::span<double const> solution, std::size_t row);

}  // namespace signalbox::learning
