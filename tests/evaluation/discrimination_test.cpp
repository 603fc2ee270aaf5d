#include "evaluation/discrimination.hpp"

#include "evaluation/made_outcomes.hpp"
#include "evaluation/resample.hpp"

#include <gtest/gtest.h>

namespace signalbox::evaluation {
namespace {

TEST(Auc, CountsThePairsInTheRightOrder) {
    Ranking const ranking{std::vector<double>{0.9, 0.8, 0.7, 0.1}};
    EXPECT_DOUBLE_EQ(*auc(ranking, {1, 0, 1, 0}, each_once(4)), 0.75);  // 3 of 4 pairs
}

TEST(Auc, CountsEqualScoresAsAHalf) {
    Ranking const ranking{std::vector<double>{0.5, 0.5, 0.5}};
    EXPECT_DOUBLE_EQ(*auc(ranking, {1, 0, 0}, each_once(3)), 0.5);
}

TEST(Auc, IsNothingWithoutBothClasses) {
    Ranking const ranking{std::vector<double>{0.9, 0.1}};
    EXPECT_FALSE(auc(ranking, {1, 1}, each_once(2)));
    EXPECT_FALSE(auc(ranking, {0, 0}, each_once(2)));
    EXPECT_FALSE(auc(ranking, {1, 0}, std::vector<double>{2, 0}));  // as a resample may draw it
}

TEST(CalibrationError, IsNothingWhereChancesCameTrue) {
    std::vector<double> const chances{0.25, 0.25, 0.25, 0.25};
    EXPECT_DOUBLE_EQ(calibration_error(chances, {1, 0, 0, 0}, each_once(4)), 0);
}

TEST(CalibrationError, AveragesOverBinsByTheirPrompts) {
    std::vector<double> const chances{1.0, 1.0, 1.0, 0.2};  // three sure, of whom one failed; one at .2 that failed
    EXPECT_NEAR(calibration_error(chances, {1, 1, 0, 0}, each_once(4)), (1.0 + 0.2) / 4, 1e-12);
}

TEST(Labels, NeedTheStrongModelOnlyWhereItHelps) {
    auto const made = fakes::outcomes({0.2, 0.2, 0.6, 0.5}, {0.9, 0.3, 0.9, 0.1});
    EXPECT_EQ(strong_is_needed(made, 0.5), (Labels{1, 0, 0, 0}));
    EXPECT_EQ(weak_is_good(made, 0.5), (Labels{0, 0, 1, 1}));
}

}  // namespace
}  // namespace signalbox::evaluation
