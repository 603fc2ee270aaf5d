#include "pipeline/race_records.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

TEST(HedgeBudget, HasTenSavedUpAtTheStart) {
    HedgeBudget budget;
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(budget.take());
    EXPECT_FALSE(budget.take());
    EXPECT_FALSE(budget.available());
}

TEST(HedgeBudget, GivesOneForTenRequestsAtATenth) {
    HedgeBudget budget;
    while (budget.take()) {
    }
    for (int i = 0; i < 9; ++i) budget.request(0.1);
    EXPECT_FALSE(budget.available());
    budget.request(0.1);
    EXPECT_TRUE(budget.take());
    EXPECT_FALSE(budget.take());
}

TEST(HedgeBudget, SavesNoMoreThanTen) {
    HedgeBudget budget;
    for (int i = 0; i < 1000; ++i) budget.request(1);
    int taken = 0;
    while (budget.take()) ++taken;
    EXPECT_EQ(taken, 10);
}

TEST(FirstTokenTimes, KnowNothingBeforeThereAreEnough) {
    FirstTokenTimes times;
    for (std::uint32_t i = 0; i + 1 < FirstTokenTimes::enough; ++i) times.observe("m", 100ms);
    EXPECT_EQ(times.p95("m"), std::nullopt);
    times.observe("m", 100ms);
    EXPECT_TRUE(times.p95("m"));
    EXPECT_EQ(times.p95("other"), std::nullopt);
}

TEST(FirstTokenTimes, StayAboveNinetyFiveOfAHundredAndNearThem) {
    FirstTokenTimes times;
    for (int i = 0; i < 95; ++i) times.observe("m", 100ms);
    for (int i = 0; i < 5; ++i) times.observe("m", 10s);
    EXPECT_GE(*times.p95("m"), 100ms);
    EXPECT_LE(*times.p95("m"), 120ms);
    times.observe("m", 10s);
    times.observe("m", 10s);
    EXPECT_GT(*times.p95("m"), 5s);
}

TEST(FirstTokenTimes, ForgetWhatWasLongAgo) {
    FirstTokenTimes times;
    for (int i = 0; i < 900; ++i) times.observe("m", 10s);
    for (int i = 0; i < 6000; ++i) times.observe("m", 50ms);
    EXPECT_LE(*times.p95("m"), 60ms);
}

TEST(RaceRecords, KeepTheTimesOfWholeAnswersApart) {
    RaceRecords races;
    for (int i = 0; i < 20; ++i) races.times(StreamPolicy::off).observe("m", 10s);
    EXPECT_TRUE(races.times(StreamPolicy::off).p95("m"));
    for (auto const streamed : {StreamPolicy::optimistic, StreamPolicy::gated, StreamPolicy::strict}) {
        EXPECT_EQ(races.times(streamed).p95("m"), std::nullopt);
    }
}

TEST(FirstTokenTimes, HoldTimesOfAnySize) {
    FirstTokenTimes times;
    for (int i = 0; i < 20; ++i) times.observe("m", 10min);
    EXPECT_GT(*times.p95("m"), 20s);
}

}  // namespace
}  // namespace signalbox
