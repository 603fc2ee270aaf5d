#include "evaluation/recovery.hpp"

#include "evaluation/made_outcomes.hpp"
#include "evaluation/resample.hpp"

#include <gtest/gtest.h>

namespace signalbox::evaluation {
namespace {

using fakes::outcomes;

TEST(Recovery, IsAHalfWhereAllScoresAreEqual) {
    auto const same =
        recovery(Ranking{std::vector<double>(4, 0.5)}, outcomes({0, 0, 1, 1}, {1, 1, 1, 1}), each_once(4));
    ASSERT_TRUE(same);
    EXPECT_DOUBLE_EQ(same->apgr, 0.5);
    EXPECT_DOUBLE_EQ(same->cpt50, 50);
    EXPECT_DOUBLE_EQ(same->cpt80, 80);
}

TEST(Recovery, CountsTheAreaOfARankingThatKnows) {
    // Both gains among the first two of four calls: the curve is (0,0) (.25,.5) (.5,1) (1,1).
    auto const best =
        recovery(Ranking{std::vector<double>{4, 3, 2, 1}}, outcomes({0, 0, 1, 1}, {1, 1, 1, 1}), each_once(4));
    ASSERT_TRUE(best);
    EXPECT_DOUBLE_EQ(best->apgr, 0.75);
    EXPECT_DOUBLE_EQ(best->cpt50, 25);
    EXPECT_DOUBLE_EQ(best->cpt80, 40);
}

TEST(Recovery, LosesAreaWhereTheStrongModelIsWorse) {
    // Gains 1, -1, 1 in this order: (0,0) (1/3,1) (2/3,0) (1,1).
    auto const found = recovery(Ranking{std::vector<double>{3, 2, 1}}, outcomes({0, 1, 0}, {1, 0, 1}), each_once(3));
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->apgr, 0.5, 1e-12);
}

TEST(Recovery, IsNothingWhereTheStrongModelAddsNothing) {
    EXPECT_FALSE(recovery(Ranking{std::vector<double>{1, 2}}, outcomes({1, 0}, {0, 1}), each_once(2)));
    EXPECT_FALSE(grid_recovery(std::vector<double>{1, 2}, outcomes({1, 0}, {0, 1})));
}

TEST(Recovery, CountsAPromptAsOftenAsItWasDrawn) {
    Ranking const ranking{std::vector<double>{2, 1}};
    std::vector<double> const twice{2, 1};
    auto const found = recovery(ranking, outcomes({0, 0}, {1, 1}), twice);
    auto const written_out =
        recovery(Ranking{std::vector<double>{2, 2, 1}}, outcomes({0, 0, 0}, {1, 1, 1}), each_once(3));
    EXPECT_DOUBLE_EQ(found->apgr, written_out->apgr);
    EXPECT_DOUBLE_EQ(found->cpt80, written_out->cpt80);
}

TEST(Recovery, DoesNotDependOnTheScaleOfTheScores) {
    auto const world = fakes::made_world(300, 7);
    auto stretched = world.difficulty;
    for (auto& score : stretched) score = score * 40 - 3;
    EXPECT_EQ(recovery(Ranking{world.difficulty}, world.outcomes, each_once(300))->apgr,
              recovery(Ranking{stretched}, world.outcomes, each_once(300))->apgr);
}

TEST(GridRecovery, IsNearTheExactOneOnManyPrompts) {
    auto const world = fakes::made_world(2'000, 3);
    auto const exact = recovery(Ranking{world.difficulty}, world.outcomes, each_once(2'000));
    auto const grid = grid_recovery(world.difficulty, world.outcomes);
    ASSERT_TRUE(exact && grid);
    EXPECT_NEAR(exact->apgr, grid->apgr, 0.01);
    EXPECT_NEAR(exact->cpt50, grid->cpt50, 3);
}

}  // namespace
}  // namespace signalbox::evaluation
