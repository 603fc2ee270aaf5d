#include "telemetry/history.hpp"

#include <gtest/gtest.h>

namespace signalbox::telemetry {
namespace {

// One request more in each second.
Totals after(std::int64_t seconds) { return {.requests = seconds}; }

class HistoryTest : public ::testing::Test {
protected:
    void run(std::int64_t seconds) {
        for (auto const end = now + seconds; now < end; now += 10) history.sample(now, after(now));
    }
    std::vector<HistoryPoint> points(HistoryRange range) { return history.points(range, now, after(now), begin); }
    static std::int64_t requests(std::vector<HistoryPoint> const& points) {
        std::int64_t sum = 0;
        for (auto const& point : points) sum += point.grown.requests;
        return sum;
    }
    History history;
    Totals begin;
    std::int64_t now = 1'000'000;
};

TEST_F(HistoryTest, IsEmptyAtFirst) { EXPECT_TRUE(points(HistoryRange::quarter).empty()); }

TEST_F(HistoryTest, TellsWhatHappenedInEachStep) {
    run(50);
    auto const found = points(HistoryRange::quarter);
    ASSERT_EQ(found.size(), 5U);
    EXPECT_EQ(found.front().at, 1'000'010);
    EXPECT_EQ(found.back().at, 1'000'050);
    for (auto const& point : found) EXPECT_EQ(point.grown.requests, 10);
}

TEST_F(HistoryTest, KnowsWhatHappenedSinceTheLastSample) {
    run(20);
    now += 4;
    EXPECT_EQ(requests(points(HistoryRange::quarter)), 24);
}

TEST_F(HistoryTest, ShowsNoMoreThanItsRange) {
    run(100'000);
    EXPECT_EQ(requests(points(HistoryRange::quarter)), 910) << "90 steps and the one that has begun";
    EXPECT_NEAR(static_cast<double>(requests(points(HistoryRange::hour))), 3'610, 40);
    EXPECT_NEAR(static_cast<double>(requests(points(HistoryRange::day))), 86'400, 1'000);
    for (auto const range : {HistoryRange::quarter, HistoryRange::hour, HistoryRange::day}) {
        EXPECT_LE(points(range).size(), 92U);
    }
}

TEST_F(HistoryTest, LosesNothingBetweenSteps) {
    run(3'000);
    for (auto const range : {HistoryRange::hour, HistoryRange::day}) {
        auto const found = points(range);
        EXPECT_EQ(requests(found), 3'000) << name(range);
        EXPECT_EQ(now - begin.requests, 3'000);
    }
}

TEST_F(HistoryTest, SaysHowLongAStepIs) {
    EXPECT_EQ(History::step_seconds(HistoryRange::quarter), 10);
    EXPECT_EQ(History::step_seconds(HistoryRange::hour), 40);
    EXPECT_EQ(History::step_seconds(HistoryRange::day), 960);
}

}  // namespace
}  // namespace signalbox::telemetry
