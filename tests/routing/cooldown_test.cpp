#include "routing/cooldown.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

class CooldownTest : public ::testing::Test {
protected:
    Duration limited(std::optional<milliseconds> asked) {
        cooldown.limited(asked, now, options);
        return cooldown.wait(now);
    }
    HealthOptions options;
    TimePoint now{1000h};
    Cooldown cooldown;
};

TEST_F(CooldownTest, IsNotThereAtFirst) { EXPECT_EQ(cooldown.wait(now), 0s); }

TEST_F(CooldownTest, LastsAsLongAsTheProviderAsked) {
    EXPECT_EQ(limited(7s), 7s);
    now += 7s - 1ms;
    EXPECT_EQ(cooldown.wait(now), 1ms);
    now += 1ms;
    EXPECT_EQ(cooldown.wait(now), 0s);
}

TEST_F(CooldownTest, LastsAMinuteAtMost) { EXPECT_EQ(limited(3600s), 60s); }

TEST_F(CooldownTest, IsNoneWhenTheProviderAsksForNone) { EXPECT_EQ(limited(0s), 0s); }

TEST_F(CooldownTest, LastsFiveSecondsWhenTheProviderSaysNothing) { EXPECT_EQ(limited(std::nullopt), 5s); }

TEST_F(CooldownTest, GrowsWithEachRepetitionUpToAMinute) {
    for (auto const expected : {5s, 10s, 20s, 40s, 60s, 60s}) {
        EXPECT_EQ(limited(std::nullopt), expected);
        now += expected;
    }
}

TEST_F(CooldownTest, GrowsAlsoWhenTheProviderAsksForLittle) {
    EXPECT_EQ(limited(1s), 1s);
    now += 1s;
    EXPECT_EQ(limited(1s), 10s);
    now += 10s;
    EXPECT_EQ(limited(30s), 30s);
}

TEST_F(CooldownTest, IsProlongedButNotRepeatedByCallsThatWereUnderWay) {
    limited(std::nullopt);
    now += 2s;
    EXPECT_EQ(limited(std::nullopt), 5s);
    EXPECT_EQ(limited(1s), 5s);  // never shortened
    EXPECT_EQ(limited(9s), 9s);
    now += 9s;
    EXPECT_EQ(limited(std::nullopt), 10s);
}

TEST_F(CooldownTest, BeginsAnewAfterASuccess) {
    limited(std::nullopt);
    now += 5s;
    cooldown.succeeded(now);
    EXPECT_EQ(limited(std::nullopt), 5s);
}

TEST_F(CooldownTest, IsNotEndedByASuccessThatWasUnderWay) {
    limited(std::nullopt);
    cooldown.succeeded(now);
    EXPECT_EQ(cooldown.wait(now), 5s);
}

}  // namespace
}  // namespace signalbox
