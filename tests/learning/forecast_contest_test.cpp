#include "learning/forecast_contest.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

TEST(ForecastContest, CountsThePairsThatTheGoodAnswerWins) {
    ForecastContest contest;
    contest.add(0.9, 1, true);
    contest.add(0.6, 1, false);
    contest.add(0.5, 1, true);
    contest.add(0.5, 1, false);  // a tie with the good one before it
    auto const result = contest.result();
    EXPECT_DOUBLE_EQ(result.pairs, 4);
    EXPECT_DOUBLE_EQ(result.won, 2.5);
}

TEST(ForecastContest, LetsAPairWeighWhatItsAnswersDo) {
    ForecastContest contest;
    contest.add(0.9, 0.5, true);
    contest.add(0.1, 2, false);
    contest.add(0.95, 1, false);
    auto const result = contest.result();
    EXPECT_DOUBLE_EQ(result.pairs, 1.5);
    EXPECT_DOUBLE_EQ(result.won, 1);
}

// Mann and Whitney: n1 n0 (n1 + n0 + 1) / 12.
TEST(ForecastContest, KnowsHowFarChanceReaches) {
    ForecastContest contest;
    for (int i = 0; i < 7; ++i) contest.add(i, 1, i < 3);
    EXPECT_NEAR(contest.result().chance_variance, 3 * 4 * 8 / 12.0, 1e-12);
}

TEST(ForecastContest, IsNoneWithoutPairs) {
    ForecastContest contest;
    contest.add(0.9, 1, true);
    contest.add(0.8, 1, true);
    EXPECT_EQ(contest.result().pairs, 0);
    EXPECT_EQ(contest.result().won, 0);
}

TEST(ForecastContest, IsSureOfAClearOrder) {
    ForecastContest contest;
    for (int i = 0; i < 20; ++i) contest.add(i, 1, i >= 10);
    auto const result = contest.result();
    EXPECT_DOUBLE_EQ(result.won, result.pairs);
    EXPECT_NEAR(result.variance, 0, 1e-12);
}

}  // namespace
}  // namespace signalbox
