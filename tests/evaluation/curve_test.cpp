#include "evaluation/curve.hpp"

#include "evaluation/made_outcomes.hpp"

#include <gtest/gtest.h>

namespace signalbox::evaluation {
namespace {

TEST(QualityCurve, GoesFromAllWeakToAllStrong) {
    auto const world = fakes::made_world(150, 2);
    auto const curve = quality_curve(Ranking{world.difficulty}, world.outcomes);
    ASSERT_EQ(curve.size(), 101U);
    EXPECT_EQ(curve.front().share, 0);
    EXPECT_DOUBLE_EQ(curve.front().cost, 0.1);
    EXPECT_EQ(curve.back().share, 1);
    EXPECT_NEAR(curve.back().cost, 1, 1e-12);
}

TEST(QualityCurve, IsStraightBetweenThresholds) {
    auto const curve = quality_curve(Ranking{std::vector<double>{1, 1}}, fakes::outcomes({0, 0}, {1, 0}), 4);
    ASSERT_EQ(curve.size(), 5U);
    EXPECT_DOUBLE_EQ(curve[1].quality, 0.125);
    EXPECT_DOUBLE_EQ(curve[2].quality, 0.25);
    EXPECT_DOUBLE_EQ(curve[4].quality, 0.5);
}

}  // namespace
}  // namespace signalbox::evaluation
