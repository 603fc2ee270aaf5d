#include "learning/training.hpp"

#include "learning/category_fit.hpp"
#include "learning/head_columns.hpp"

#include <algorithm>
#include <cmath>

namespace signalbox::learning {

namespace {

// The examples that know a figure, as a problem in the making.
struct Known {
    DesignMatrix matrix;
    std::vector<double> targets, weights, offsets;
};

Known known(std::span<Example const> examples, double Example::* figure, double Example::* weight) {
    Known all;
    for (auto const& example : examples) {
        if (example.*weight <= 0) continue;
        all.matrix.add(example.design, gram_trust(example.design.dense));
        all.targets.push_back(example.*figure);
        all.weights.push_back(example.*weight);
    }
    all.offsets.resize(all.targets.size());
    return all;
}

// The need is to be 0.5 in the middle of what was seen and to use its whole range.
void spread_need(Weights& weights, Problem const& problem, std::span<double const> solution) {
    double total = 0, sum = 0, squares = 0;
    for (std::size_t row = 0; row < problem.matrix.rows(); ++row) {
        auto const gain = predict(problem, solution, row);
        total += problem.weights[row];
        sum += problem.weights[row] * gain;
        squares += problem.weights[row] * gain * gain;
    }
    if (total <= 0) return;
    auto const mean = sum / total;
    auto const deviation = std::sqrt(std::max(squares / total - mean * mean, 1e-6));
    constexpr double logistic_deviation = 1.8;  // of the standard logistic distribution: its steps are used evenly
    weights.need_middle = static_cast<float>(mean);
    weights.need_slope = static_cast<float>(logistic_deviation / deviation);
}

}  // namespace

Weights train(std::span<Example const> examples, TrainingOptions const& options) {
    Weights weights;
    fit_categories(weights, examples, options);

    auto const ease = known(examples, &Example::cheap, &Example::cheap_weight);
    set_head(weights, Head::ease,
             solve({ease.matrix, ease.targets, ease.weights, ease.offsets, Loss::logistic, options.ease}));

    auto const gain = known(examples, &Example::gap, &Example::gap_weight);
    Problem const problem{gain.matrix, gain.targets, gain.weights, gain.offsets, Loss::squared, options.gain};
    auto const solution = solve(problem);
    set_head(weights, Head::gain, solution);
    for (std::size_t i = 0; i < options.gain_of.size(); ++i) {
        weights.gain_of[i] = static_cast<float>(options.gain_of[i]);
    }
    spread_need(weights, problem, solution);
    return weights;
}

}  // namespace signalbox::learning
