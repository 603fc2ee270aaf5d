#include "learning/calibration_fit.hpp"

#include "core/log_odds.hpp"

#include <algorithm>
#include <cmath>

namespace signalbox::learning {

namespace {

constexpr int newton_steps = 20;
constexpr double least_slope = 0.2;  // never turn an opinion round
constexpr double most_slope = 3;

// The two-by-two system of one Newton step for slope and shift, by hand.
struct Step {
    double down_slope = 0, down_shift = 0;
    double slope_slope = 0, slope_shift = 0, shift_shift = 0;

    void add(double opinion, double error, double curvature) {
        down_slope += error * opinion;
        down_shift += error;
        slope_slope += curvature * opinion * opinion;
        slope_shift += curvature * opinion;
        shift_shift += curvature;
    }
    void hold(Calibration at, double ridge) {
        down_slope -= ridge * (at.slope - 1);
        down_shift -= ridge * at.shift;
        slope_slope += ridge;
        shift_shift += ridge;
    }
    void move(double& slope, double& shift) const {
        auto const determinant = slope_slope * shift_shift - slope_shift * slope_shift;
        slope += (shift_shift * down_slope - slope_shift * down_shift) / determinant;
        shift += (slope_slope * down_shift - slope_shift * down_slope) / determinant;
    }
};

Calibration straighten(Predicted const& predicted, Category category, double ridge) {
    double slope = 1, shift = 0;
    for (int i = 0; i < newton_steps; ++i) {
        Step step;
        for (std::size_t row = 0; row < predicted.targets.size(); ++row) {
            if (predicted.categories[row] != category) continue;
            auto const opinion = predicted.offsets[row] + predicted.matrix.dot(row, predicted.change);
            auto const chance = chance_of(slope * opinion + shift);
            step.add(opinion, predicted.weights[row] * (predicted.targets[row] - chance),
                     predicted.weights[row] * std::max(chance * (1 - chance), 1e-3));
        }
        step.hold({static_cast<float>(slope), static_cast<float>(shift)}, ridge);
        step.move(slope, shift);
        slope = std::clamp(slope, least_slope, most_slope);
    }
    return {static_cast<float>(slope), static_cast<float>(shift)};
}

}  // namespace

void fit_calibration(Weights& weights, Predicted const& predicted, double ridge) {
    for (std::size_t i = 0; i < weights.ease_of.size(); ++i) {
        auto const [slope, shift] = straighten(predicted, static_cast<Category>(i), ridge);
        auto& own = weights.ease_of[i];
        own = {own.slope * slope, own.shift * slope + shift};
    }
}

}  // namespace signalbox::learning
