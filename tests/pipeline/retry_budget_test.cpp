#include "pipeline/retry_budget.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

class RetryBudgetTest : public ::testing::Test {
protected:
    void requests(int count) {
        for (int i = 0; i < count; ++i) budget.request(now);
    }
    // As many retries as it allows now.
    int retries() {
        int made = 0;
        for (; made < 10'000 && budget.allows(now); ++made) budget.spend(now);
        return made;
    }
    TimePoint now{1000h};
    RetryBudget budget{RetryBudgetOptions{}};
};

TEST_F(RetryBudgetTest, AllowsTenASecondToAServerWithLittleToDo) {
    EXPECT_EQ(retries(), 10);
    now += 100ms;
    EXPECT_EQ(retries(), 1);
    now += 1s;
    EXPECT_EQ(retries(), 10);
    now += 1h;
    EXPECT_EQ(retries(), 10);  // nothing is saved up
}

TEST_F(RetryBudgetTest, AllowsAFifthOfTheRecentRequestsOnTop) {
    requests(1000);
    EXPECT_EQ(retries(), 210);
    EXPECT_FALSE(budget.allows(now));
}

TEST_F(RetryBudgetTest, ForgetsRequestsAfterTenSeconds) {
    requests(1000);
    now += 9s;
    EXPECT_TRUE(budget.allows(now));
    now += 1s;
    EXPECT_EQ(retries(), 10);
}

TEST_F(RetryBudgetTest, CountsRetriesOfAllTheLastTenSeconds) {
    requests(1000);
    EXPECT_EQ(retries(), 210);
    now += 5s;
    EXPECT_EQ(retries(), 10);
    requests(100);
    EXPECT_EQ(retries(), 20);
}

TEST_F(RetryBudgetTest, KeepsCallsWithinTheShareForALongTime) {
    int made = 0;
    for (int second = 0; second < 100; ++second, now += 1s) {
        requests(500);
        made += retries();
    }
    EXPECT_LE(made, 100 * (100 + 10) + 10);
    EXPECT_GE(made, 100 * 100);
}

TEST_F(RetryBudgetTest, MayBeNothingAtAll) {
    RetryBudget none{{.share = 0, .per_second = 0}};
    none.request(now);
    EXPECT_FALSE(none.allows(now));
}

}  // namespace
}  // namespace signalbox
