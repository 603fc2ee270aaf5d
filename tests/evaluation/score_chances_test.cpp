#include "evaluation/score_chances.hpp"

#include "evaluation/made_outcomes.hpp"
#include "evaluation/mean.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace signalbox::evaluation {
namespace {

TEST(ScoreChances, AreTheShareOfTheLabelWhereScoresSayNothing) {
    auto const chances = score_chances(std::vector<double>(4, 7.0), {1, 0, 0, 0});
    for (auto const chance : chances) EXPECT_NEAR(chance, 0.25, 1e-3);
}

TEST(ScoreChances, FindTheCurveBehindTheLabels) {
    Random random{5};
    std::vector<double> scores, truth;
    Labels labels;
    for (int i = 0; i < 20'000; ++i) {
        auto const score = random.normal();
        scores.push_back(100 + 3 * score);  // of any scale
        truth.push_back(1 / (1 + std::exp(1 - 2 * score)));
        labels.push_back(random.uniform() < truth.back());
    }
    auto const chances = score_chances(scores, labels);
    double off = 0;
    for (std::size_t i = 0; i < truth.size(); ++i) off = std::max(off, std::abs(chances[i] - truth[i]));
    EXPECT_LT(off, 0.03);
    EXPECT_NEAR(mean(chances), mean(truth), 0.01);
}

TEST(ScoreChances, StayFiniteWhereScoresAreNeverWrong) {
    auto const chances = score_chances(std::vector<double>{1, 2, 3, 4}, {0, 0, 1, 1});
    EXPECT_LT(chances[1], 0.1);
    EXPECT_GT(chances[1], 0);
    EXPECT_GT(chances[2], 0.9);
    EXPECT_LT(chances[3], 1);
    EXPECT_LT(score_chances(std::vector<double>{1, 2, 3}, {0, 0, 0})[2], 0.1);
}

}  // namespace
}  // namespace signalbox::evaluation
