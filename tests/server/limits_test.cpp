#include "fakes/manual_time.hpp"
#include "server/day_budget.hpp"
#include "server/key_purse.hpp"
#include "server/rate_limit.hpp"
#include "server/rate_limit_fields.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <thread>
#include <vector>

namespace signalbox::server {
namespace {

using namespace std::chrono_literals;

TimePoint const noon{1000h};
constexpr auto huge = std::numeric_limits<std::int64_t>::max();

TEST(RateLimit, GivesAMinutesWorthAtOnceAndThenNothing) {
    RateLimit limit{3};
    EXPECT_EQ(limit.left(noon), 3);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(limit.take(1, noon), 0s);
    EXPECT_EQ(limit.left(noon), 0);
    EXPECT_EQ(limit.take(1, noon), 20s) << "a third of a minute fills one";
}

TEST(RateLimit, FillsEvenly) {
    RateLimit limit{60};
    ASSERT_EQ(limit.take(60, noon), 0s);
    EXPECT_EQ(limit.left(noon + 10s), 10);
    EXPECT_EQ(limit.full_in(noon + 10s), 50s);
    EXPECT_EQ(limit.take(1, noon + 999ms), 1ms);
    EXPECT_EQ(limit.take(1, noon + 1s), 0s);
    EXPECT_EQ(limit.left(noon + 1h), 60) << "never more than a minute's worth";
}

TEST(RateLimit, TakesNothingWhenItRefuses) {
    RateLimit limit{60};
    ASSERT_EQ(limit.take(50, noon), 0s);
    EXPECT_GT(limit.take(20, noon), 0s);
    EXPECT_EQ(limit.left(noon), 10);
}

TEST(RateLimit, GivesMoreThanItHoldsToOneWhoWaitsForAFullOne) {
    RateLimit limit{60};
    ASSERT_EQ(limit.take(1, noon), 0s);
    EXPECT_EQ(limit.take(100, noon), 1s);
    EXPECT_EQ(limit.take(100, noon + 1s), 0s);
    EXPECT_EQ(limit.take(1, noon + 1s), 41s) << "the debt first";
}

TEST(RateLimit, TakesBackAndForces) {
    RateLimit limit{60};
    ASSERT_EQ(limit.take(60, noon), 0s);
    limit.give_back(30);
    EXPECT_EQ(limit.left(noon), 30);
    limit.force(90, noon);
    EXPECT_EQ(limit.left(noon), 0);
    EXPECT_EQ(limit.left(noon + 61s), 1);
}

TEST(RateLimit, SaysHowLongWithoutTaking) {
    RateLimit limit{60};
    EXPECT_EQ(limit.wait(60, noon), 0s);
    ASSERT_EQ(limit.take(60, noon), 0s);
    EXPECT_EQ(limit.wait(10, noon), 10s);
    EXPECT_EQ(limit.wait(100, noon), 60s);
    EXPECT_EQ(limit.wait(1, noon + 1s), 0s);
}

TEST(RateLimit, GivesEachUnitToOneThreadOnly) {
    RateLimit limit{1'000};
    std::atomic<int> taken{0};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 500; ++n) taken += limit.take(1, noon) == 0s;
        });
    }
    threads.clear();
    EXPECT_EQ(taken, 1'000);
}

TEST(RateLimit, IsNeverLoweredByUnitsBeyondAllNumbers) {
    RateLimit limit{60};
    ASSERT_EQ(limit.take(30, noon), 0s);
    limit.force(huge, noon);
    EXPECT_EQ(limit.left(noon), 0);
    EXPECT_GT(limit.take(1, noon), 24h);
    EXPECT_GT(limit.take(huge, noon), 24h);
    EXPECT_GT(limit.wait(huge, noon), 24h);
    for (int i = 0; i < 100; ++i) limit.force(huge, noon);
    EXPECT_EQ(limit.left(noon + 24h), 0);
}

TEST(RateLimit, CountsWhatWasUsedOfUnitsBeyondAllNumbers) {
    RateLimit limit{60};
    ASSERT_EQ(limit.take(huge, noon), 0s) << "from a full one";
    EXPECT_GT(limit.wait(1, noon), 24h);
    limit.settle(huge, 40, noon);
    EXPECT_EQ(limit.left(noon), 20);
    limit.settle(10, 15, noon);
    EXPECT_EQ(limit.left(noon), 15);
}

TEST(DayBudget, CountsWhatWasUsedOfAnAmountBeyondAllNumbers) {
    DayBudget budget{MicroUsd{100}, noon};
    ASSERT_TRUE(budget.take({50}, noon));
    EXPECT_FALSE(budget.take({huge}, noon));
    budget.force({huge}, noon);
    budget.force({huge}, noon);
    EXPECT_LT(budget.left(noon), MicroUsd{0});
    budget.settle({huge}, 0, {10}, noon);
    budget.settle({huge}, 0, {20}, noon);
    EXPECT_EQ(budget.left(noon), MicroUsd{20});
}

TEST(DayBudget, GivesWhatIsThereAndNoMore) {
    DayBudget budget{MicroUsd{100}, noon};
    EXPECT_TRUE(budget.take({60}, noon));
    EXPECT_FALSE(budget.take({41}, noon));
    EXPECT_TRUE(budget.take({40}, noon));
    EXPECT_EQ(budget.left(noon), MicroUsd{0});
}

TEST(DayBudget, GivesACallOfUnknownPriceSomethingOnlyWhileSomethingIsLeft) {
    DayBudget budget{MicroUsd{100}, noon};
    EXPECT_TRUE(budget.take({0}, noon));
    ASSERT_TRUE(budget.take({100}, noon));
    EXPECT_FALSE(budget.take({0}, noon));
}

TEST(DayBudget, SettlesToWhatACallCost) {
    DayBudget budget{MicroUsd{100}, noon};
    ASSERT_TRUE(budget.take({60}, noon));
    budget.settle({60}, 0, {10}, noon);
    EXPECT_EQ(budget.left(noon), MicroUsd{90});
    ASSERT_TRUE(budget.take({60}, noon));
    budget.settle({60}, 0, {150}, noon);
    EXPECT_EQ(budget.left(noon), MicroUsd{-60}) << "a call may cost more than was thought";
    EXPECT_FALSE(budget.take({0}, noon));
}

TEST(DayBudget, BeginsAnewWithTheDay) {
    DayBudget budget{MicroUsd{100}, noon};
    ASSERT_TRUE(budget.take({100}, noon + 24h - 1ns));
    EXPECT_FALSE(budget.take({1}, noon + 24h - 1ns));
    EXPECT_TRUE(budget.take({1}, noon + 24h));
    budget.settle({100}, 0, {500}, noon + 24h);
    EXPECT_EQ(budget.left(noon + 24h), MicroUsd{99}) << "what began yesterday counts for yesterday";
}

TEST(DayBudget, IsNeverGivenTwiceByThreadsThatRace) {
    DayBudget budget{MicroUsd{1'000}, noon};
    std::atomic<int> taken{0};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 500; ++n) taken += budget.take({3}, noon);
        });
    }
    threads.clear();
    EXPECT_EQ(taken, 333);
    EXPECT_EQ(budget.left(noon), MicroUsd{1});
}

class KeyPurseTest : public ::testing::Test {
protected:
    std::shared_ptr<KeyAccount> account(KeyLimits const& limits) {
        return std::make_shared<KeyAccount>(limits, time.now());
    }
    fakes::ManualTime time;
};

TEST_F(KeyPurseTest, SetsAsideMoneyAndTokensAndSettlesBoth) {
    auto const shared = account({.tokens_per_minute = 600, .budget_per_day = MicroUsd{100}});
    KeyPurse purse{shared, time};
    auto const hold = purse.ask({{60}, {300}});
    ASSERT_TRUE(hold);
    EXPECT_EQ(purse.left(), MicroUsd{40});
    EXPECT_EQ(shared->tokens->left(time.now()), 300);
    purse.settle(*hold, {{10}, {500}});
    EXPECT_EQ(purse.left(), MicroUsd{90});
    EXPECT_EQ(shared->tokens->left(time.now()), 100);
    EXPECT_EQ(shared->tokens_used.value(), 500);
    EXPECT_EQ(shared->micro_usd.value(), 10);
}

TEST_F(KeyPurseTest, RefusesMoneyWithoutKeepingTheTokens) {
    auto const shared = account({.tokens_per_minute = 600, .budget_per_day = MicroUsd{100}});
    KeyPurse purse{shared, time};
    auto const hold = purse.ask({{101}, {300}});
    ASSERT_FALSE(hold);
    EXPECT_EQ(hold.error().code, Errc::quota_exhausted);
    EXPECT_EQ(shared->tokens->left(time.now()), 600);
    EXPECT_EQ(shared->refused.value(), 1);
}

TEST_F(KeyPurseTest, SaysHowLongTokensAreMissing) {
    auto const shared = account({.tokens_per_minute = 600});
    KeyPurse purse{shared, time};
    ASSERT_TRUE(purse.ask({{}, {600}}));
    auto const hold = purse.ask({{}, {100}});
    ASSERT_FALSE(hold);
    EXPECT_EQ(hold.error().code, Errc::rate_limited);
    EXPECT_EQ(hold.error().retry_after, 10s);
    time.advance(10s);
    EXPECT_TRUE(purse.ask({{}, {100}}));
}

TEST_F(KeyPurseTest, SharesOneAccountBetweenRuns) {
    auto const shared = account({.budget_per_day = MicroUsd{100}});
    KeyPurse one{shared, time};
    KeyPurse other{shared, time};
    ASSERT_TRUE(one.ask({{80}, {}}));
    EXPECT_FALSE(other.ask({{30}, {}}));
    EXPECT_EQ(other.take({{30}, {}}).amount.money, MicroUsd{30});
    EXPECT_EQ(one.left(), MicroUsd{-10});
}

TEST(RateLimitFields, SayLimitRestAndReset) {
    KeyAccount account{{.requests_per_minute = 60, .tokens_per_minute = 1'000}, noon};
    ASSERT_EQ(account.requests->take(2, noon), 0s);
    ASSERT_EQ(account.tokens->take(1'000, noon), 0s);
    std::string out;
    append_rate_limit_fields(out, account, noon + 10ms);
    EXPECT_EQ(out,
              "x-ratelimit-limit-requests: 60\r\nx-ratelimit-remaining-requests: 58\r\n"
              "x-ratelimit-reset-requests: 2s\r\nx-ratelimit-limit-tokens: 1000\r\n"
              "x-ratelimit-remaining-tokens: 0\r\nx-ratelimit-reset-tokens: 1m0s\r\n");
}

TEST(RateLimitFields, AreLeftOutWithoutLimits) {
    KeyAccount const account{{.budget_per_day = MicroUsd{1}}, noon};
    std::string out;
    append_rate_limit_fields(out, account, noon);
    EXPECT_EQ(out, "");
}

}  // namespace
}  // namespace signalbox::server
