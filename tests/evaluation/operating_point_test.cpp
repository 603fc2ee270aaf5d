#include "evaluation/operating_point.hpp"

#include "evaluation/made_outcomes.hpp"
#include "evaluation/recovery.hpp"
#include "evaluation/resample.hpp"

#include <gtest/gtest.h>

namespace signalbox::evaluation {
namespace {

using fakes::outcomes;

Ranking const down{std::vector<double>{4, 3, 2, 1}};

TEST(CheapestReaching, AsksNobodyTwiceWhereTheWeakModelWillDo) {
    auto const point = cheapest_reaching(0.5, down, outcomes({1, 1, 0, 0}, {1, 1, 1, 1}), each_once(4));
    EXPECT_EQ(point.share, 0);
    EXPECT_DOUBLE_EQ(point.cost, 0.1);
}

TEST(CheapestReaching, StopsAtTheFirstCallThatReachesTheTarget) {
    auto const point = cheapest_reaching(0.75, down, outcomes({0, 0, 0, 1}, {1, 1, 1, 1}), each_once(4));
    EXPECT_DOUBLE_EQ(point.share, 0.5);
    EXPECT_DOUBLE_EQ(point.cost, 22.0 / 40);  // two at 1, two at 10
}

TEST(CheapestReaching, PaysForBothAnswersOfAnEscalation) {
    auto const point = cheapest_reaching(0.75, down, outcomes({0, 0, 0, 1}, {1, 1, 1, 1}), each_once(4), Payment::both);
    EXPECT_DOUBLE_EQ(point.share, 0.5);
    EXPECT_DOUBLE_EQ(point.cost, 24.0 / 40);  // four at 1, two at 10
}

TEST(RecoveryByCost, IsThatByCallsWhereAllCallsCostTheSame) {
    auto const world = fakes::made_world(200, 5);
    Ranking const ranking{world.difficulty};
    auto const by_calls = recovery(ranking, world.outcomes, each_once(200));
    auto const by_cost = recovery_by_cost(ranking, world.outcomes, each_once(200));
    ASSERT_TRUE(by_calls && by_cost);
    EXPECT_NEAR(*by_cost, by_calls->apgr, 1e-9);
}

TEST(RecoveryByCost, EndsWhereTheMoneyOfAllStrongEnds) {
    // Escalating both costs 2 + 20; at the 20 of all-strong the second strong answer is only paid in part.
    auto const both =
        recovery_by_cost(Ranking{std::vector<double>{2, 1}}, outcomes({0, 0}, {1, 1}), each_once(2), Payment::both);
    ASSERT_TRUE(both);
    EXPECT_NEAR(*both, 0.5 * 18 / 20, 1e-9);  // a straight line to 18/20 of the gap
}

TEST(RecoveryByCost, IsNothingWhereTheStrongModelIsNotDearer) {
    Outcomes const cheap{{0, 0}, {1, 1}, {5, 5}, {5, 5}};
    EXPECT_FALSE(recovery_by_cost(Ranking{std::vector<double>{2, 1}}, cheap, each_once(2)));
}

}  // namespace
}  // namespace signalbox::evaluation
