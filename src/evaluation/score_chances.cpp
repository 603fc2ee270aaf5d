#include "evaluation/score_chances.hpp"

#include "evaluation/mean.hpp"

#include <cmath>

namespace signalbox::evaluation {

namespace {

double logistic(double log_odds) { return 1 / (1 + std::exp(-log_odds)); }

// With mean 0 and deviation 1; equal scores all become 0.
std::vector<double> standardised(std::span<double const> scores) {
    auto const middle = mean(scores);
    double squares = 0;
    for (auto const score : scores) squares += (score - middle) * (score - middle);
    auto const width = std::sqrt(squares / static_cast<double>(scores.size()));
    std::vector<double> standard;
    standard.reserve(scores.size());
    for (auto const score : scores) standard.push_back(width > 0 ? (score - middle) / width : 0);
    return standard;
}

}  // namespace

std::vector<double> score_chances(std::span<double const> scores, Labels const& labels) {
    constexpr int steps = 30;       // of Newton's method; it settles in about six
    constexpr double ridge = 1e-3;  // keeps a perfect order from an endless slope
    auto const standard = standardised(scores);
    double slope = 0, shift = 0;
    for (int step = 0; step < steps; ++step) {
        double g0 = -ridge * shift, g1 = -ridge * slope, h00 = ridge, h01 = 0, h11 = ridge;
        for (std::size_t i = 0; i < standard.size(); ++i) {
            auto const x = standard[i], chance = logistic(shift + slope * x), spread = chance * (1 - chance);
            g0 += labels[i] - chance;
            g1 += (labels[i] - chance) * x;
            h00 += spread;
            h01 += spread * x;
            h11 += spread * x * x;
        }
        auto const area = h00 * h11 - h01 * h01;
        shift += (h11 * g0 - h01 * g1) / area;
        slope += (h00 * g1 - h01 * g0) / area;
    }
    std::vector<double> chances;
    chances.reserve(standard.size());
    for (auto const x : standard) chances.push_back(logistic(shift + slope * x));
    return chances;
}

}  // namespace signalbox::evaluation
