#include "learning/refit_schedule.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

TEST(RefitSchedule, WaitsForEnoughOrForAnHour) {
    RefitSchedule const schedule{.after = 200};
    EXPECT_FALSE(schedule.due(199, 59min));
    EXPECT_TRUE(schedule.due(200, 0s));
    EXPECT_TRUE(schedule.due(1, 1h));
    EXPECT_FALSE(schedule.due(0, 100h)) << "there is nothing new";
}

TEST(RefitSchedule, RestsNineTimesAsLongAsItTook) {
    RefitSchedule const schedule{.after = 200};
    EXPECT_FALSE(schedule.due(1000, 17s, 2s));
    EXPECT_TRUE(schedule.due(1000, 18s, 2s));
    EXPECT_FALSE(schedule.due(1, 1h, 10min));
}

}  // namespace
}  // namespace signalbox
