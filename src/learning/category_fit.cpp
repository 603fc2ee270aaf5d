#include "learning/category_fit.hpp"

#include "learning/head_columns.hpp"

#include <algorithm>
#include <cmath>

namespace signalbox::learning {

namespace {

constexpr auto category_count = category_names.size();
using Odds = std::array<double, category_count>;

// log of the sum of what the others weigh: what one category has to beat.
double beaten_by_others(Odds const& odds, std::size_t own) {
    double most = -1e300, sum = 0;
    for (std::size_t i = 0; i < odds.size(); ++i) {
        if (i != own) most = std::max(most, odds[i]);
    }
    for (std::size_t i = 0; i < odds.size(); ++i) {
        if (i != own) sum += std::exp(odds[i] - most);
    }
    return most + std::log(sum);
}

}  // namespace

void fit_categories(Weights& weights, std::span<Example const> examples, TrainingOptions const& options) {
    DesignMatrix matrix;
    std::vector<double> counts;
    std::vector<std::size_t> categories;
    for (auto const& example : examples) {
        if (example.category_weight <= 0) continue;
        matrix.add(example.design);
        counts.push_back(example.category_weight);
        categories.push_back(static_cast<std::size_t>(example.category));
    }
    std::vector<Odds> odds(counts.size());
    std::vector<double> targets(counts.size()), offsets(counts.size());
    for (int sweep = 0; sweep < options.category_sweeps; ++sweep) {
        for (std::size_t category = 0; category < category_count; ++category) {
            for (std::size_t row = 0; row < odds.size(); ++row) {
                targets[row] = categories[row] == category ? 1 : 0;
                offsets[row] = -beaten_by_others(odds[row], category);
            }
            Problem const problem{matrix, targets, counts, offsets, Loss::logistic, options.category};
            auto const solution = solve(problem);
            for (std::size_t row = 0; row < odds.size(); ++row) odds[row][category] = matrix.dot(row, solution);
            if (sweep + 1 == options.category_sweeps)
                set_head(weights, head_of(static_cast<Category>(category)), solution);
        }
    }
}

}  // namespace signalbox::learning
