#include "learning/solver.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace signalbox::learning {

namespace {

constexpr int newton_steps = 10;
constexpr int gradient_steps = 60;
constexpr double gradient_left = 1e-4;  // of the first residual
constexpr double step_left = 1e-3;      // of the largest change of a weight

using Vector = std::vector<double>;

double dot(Vector const& a, Vector const& b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); }

Vector penalties(Penalty const& penalty) {
    Vector all(DesignMatrix::columns, penalty.dense);
    std::fill_n(all.begin(), gram_bins, penalty.grams);
    all[DesignMatrix::bias_column] = penalty.bias;
    all[DesignMatrix::own_column] = penalty.own;
    return all;
}

// The quadratic form around a point: curvature of each row, and ridge.
struct Form {
    DesignMatrix const& matrix;
    Vector const& curvature;
    Vector const& ridge;

    [[nodiscard]] Vector times(Vector const& vector) const {
        Vector out(vector.size());
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = ridge[i] * vector[i];
        for (std::size_t row = 0; row < matrix.rows(); ++row) {
            if (curvature[row] > 0) matrix.add_to(out, row, curvature[row] * matrix.dot(row, vector));
        }
        return out;
    }
    [[nodiscard]] Vector diagonal() const {
        auto out = ridge;
        for (std::size_t row = 0; row < matrix.rows(); ++row) matrix.add_squares_to(out, row, curvature[row]);
        for (auto& one : out) one = std::max(one, 1e-9);
        return out;
    }
};

// Solves form * x = wanted. The directions are scaled by the form's diagonal.
Vector conjugate_gradients(Form const& form, Vector const& wanted) {
    auto const diagonal = form.diagonal();
    Vector x(wanted.size()), residual = wanted, scaled(wanted.size());
    auto const precondition = [&] {
        for (std::size_t i = 0; i < scaled.size(); ++i) scaled[i] = residual[i] / diagonal[i];
    };
    precondition();
    auto direction = scaled;
    auto left = dot(residual, scaled);
    auto const enough = left * gradient_left * gradient_left;
    for (int step = 0; step < gradient_steps && left > enough; ++step) {
        auto const image = form.times(direction);
        auto const along = left / dot(direction, image);
        for (std::size_t i = 0; i < x.size(); ++i) {
            x[i] += along * direction[i];
            residual[i] -= along * image[i];
        }
        precondition();
        auto const next = dot(residual, scaled);
        auto const turn = next / left;
        for (std::size_t i = 0; i < x.size(); ++i) direction[i] = scaled[i] + turn * direction[i];
        left = next;
    }
    return x;
}

// Of one row's loss: how fast it falls with the prediction, and how that changes.
struct Slope {
    double down = 0;
    double curvature = 0;
};
Slope slope_at(Loss loss, double prediction, double target) {
    if (loss == Loss::squared) return {target - prediction, 1};
    auto const chance = 1 / (1 + std::exp(-prediction));
    return {target - chance, std::max(chance * (1 - chance), 1e-4)};
}

}  // namespace

double predict(Problem const& problem, std::span<double const> solution, std::size_t row) {
    return problem.offsets[row] + problem.matrix.dot(row, solution);
}

std::vector<double> solve(Problem const& problem) {
    auto const ridge = penalties(problem.penalty);
    auto const rows = problem.matrix.rows();
    Vector solution(DesignMatrix::columns), curvature(rows);
    for (int step = 0; step < newton_steps; ++step) {
        Vector down(solution.size());
        for (std::size_t i = 0; i < down.size(); ++i) down[i] = -ridge[i] * solution[i];
        for (std::size_t row = 0; row < rows; ++row) {
            auto const slope = slope_at(problem.loss, predict(problem, solution, row), problem.targets[row]);
            curvature[row] = problem.weights[row] * slope.curvature;
            problem.matrix.add_to(down, row, problem.weights[row] * slope.down);
        }
        auto const change = conjugate_gradients({problem.matrix, curvature, ridge}, down);
        double largest = 0;
        for (std::size_t i = 0; i < solution.size(); ++i) {
            solution[i] += change[i];
            largest = std::max(largest, std::abs(change[i]));
        }
        if (problem.loss == Loss::squared || largest < step_left) break;
    }
    return solution;
}

}  // namespace signalbox::learning
