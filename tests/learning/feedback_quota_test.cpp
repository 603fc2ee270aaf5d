#include "learning/feedback_quota.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

constexpr std::int64_t day = FeedbackQuota::seconds_a_day;
constexpr std::int64_t noon = 20'000 * day + day / 2;

TEST(FeedbackQuota, EndsWithinADayForEachKey) {
    FeedbackQuota quota{2};
    EXPECT_TRUE(quota.take(1, noon));
    EXPECT_TRUE(quota.take(1, noon + 1));
    EXPECT_FALSE(quota.take(1, noon + 2));
    EXPECT_TRUE(quota.take(2, noon + 2)) << "another key";
}

TEST(FeedbackQuota, BeginsAnewAtMidnight) {
    FeedbackQuota quota{1};
    EXPECT_TRUE(quota.take(1, noon));
    EXPECT_FALSE(quota.take(1, noon + day / 2 - 1));
    EXPECT_TRUE(quota.take(1, noon + day / 2));
}

TEST(FeedbackQuota, DoesNotReturnToADayThatWas) {
    FeedbackQuota quota{1};
    EXPECT_TRUE(quota.take(1, noon));
    EXPECT_FALSE(quota.take(1, noon - day)) << "the clock was set back";
}

TEST(FeedbackQuota, CountsWhatWasBeforeARestart) {
    FeedbackQuota quota{2};
    quota.remember(1, noon - day, noon);
    quota.remember(1, noon - 60, noon);
    EXPECT_TRUE(quota.take(1, noon));
    EXPECT_FALSE(quota.take(1, noon));
}

TEST(FeedbackQuota, TellsHowLongTheDayIs) {
    EXPECT_EQ(FeedbackQuota::seconds_left(noon), day / 2);
    EXPECT_EQ(FeedbackQuota::seconds_left(noon + day / 2 - 1), 1);
}

}  // namespace
}  // namespace signalbox
