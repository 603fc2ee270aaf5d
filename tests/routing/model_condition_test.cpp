#include "routing/model_condition.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace signalbox {
namespace {

using namespace std::chrono_literals;
using Permit = Breaker::Permit;

class ModelConditionTest : public ::testing::Test {
protected:
    void call(CallSign sign, std::optional<milliseconds> retry_after = {}, int times = 1) {
        for (int i = 0; i < times; ++i) condition.settle(condition.ask(now, options), sign, retry_after, now, options);
    }
    HealthOptions options;
    TimePoint now{1000h};
    ModelCondition condition;
};

TEST_F(ModelConditionTest, IsWellUntilSomethingHappens) {
    call(CallSign::well);
    EXPECT_FALSE(condition.absence(now));
}

TEST_F(ModelConditionTest, TellsThatItsCallsFailed) {
    call(CallSign::ill, {}, 5);
    auto const absence = condition.absence(now);
    ASSERT_TRUE(absence);
    EXPECT_EQ(absence->left, 5s);
    EXPECT_FALSE(absence->rate_limited);
    EXPECT_EQ(condition.ask(now, options), Permit::refused);
}

TEST_F(ModelConditionTest, TellsThatItsProviderLimitsUs) {
    call(CallSign::limited, 3s);
    auto const absence = condition.absence(now);
    ASSERT_TRUE(absence);
    EXPECT_EQ(absence->left, 3s);
    EXPECT_TRUE(absence->rate_limited);
    EXPECT_EQ(condition.ask(now, options), Permit::refused);
    EXPECT_EQ(condition.breaker(now), BreakerState::closed);
}

TEST_F(ModelConditionTest, IsLeftAloneForTheLongerOfBoth) {
    call(CallSign::ill, {}, 4);
    auto const slow = condition.ask(now, options);
    call(CallSign::limited, 20s);
    condition.settle(slow, CallSign::ill, {}, now, options);
    EXPECT_EQ(condition.absence(now)->left, 20s);
    EXPECT_TRUE(condition.absence(now)->rate_limited);
}

TEST_F(ModelConditionTest, FreesTheProbesPlaceWhenTheProbeIsLimited) {
    call(CallSign::ill, {}, 5);
    now += 5s;
    call(CallSign::limited, 1s);
    now += 1s;
    EXPECT_EQ(condition.ask(now, options), Permit::probe);
}

TEST_F(ModelConditionTest, IsNotMovedByWhatTheClientCaused) {
    call(CallSign::none, {}, 100);
    EXPECT_FALSE(condition.absence(now));
}

TEST(AbsenceError, SaysWhyAndForHowLong) {
    auto const failed = absence_error({.left = 4'200ms}, "the model 'small'");
    EXPECT_EQ(failed.code, Errc::provider_overloaded);
    EXPECT_EQ(failed.retry_after, 4'200ms);
    EXPECT_EQ(failed.detail, "the model 'small' is left alone after failures; try again in 5 s");
    auto const limited = absence_error({.left = 1s, .rate_limited = true}, "the model 'small'");
    EXPECT_EQ(limited.code, Errc::provider_rate_limited);
}

struct Sign {
    Errc code;
    CallSign sign;
};
// Every code is in one of the two lists: what says something of the model, and what says nothing.
TEST(CallSign, IsBadOnlyForWhatTheProviderDid) {
    std::vector<Sign> const telling{{Errc::provider_auth, CallSign::ill},
                                    {Errc::provider_overloaded, CallSign::ill},
                                    {Errc::provider_unreachable, CallSign::ill},
                                    {Errc::provider_timeout, CallSign::ill},
                                    {Errc::provider_protocol, CallSign::ill},
                                    {Errc::upstream_truncated, CallSign::ill},
                                    {Errc::provider_rate_limited, CallSign::limited}};
    for (int i = 0; i < errc_count; ++i) {
        auto const code = static_cast<Errc>(i);
        auto const row = std::ranges::find(telling, code, &Sign::code);
        EXPECT_EQ(sign_of(code), row == telling.end() ? CallSign::none : row->sign) << name(code);
    }
}

}  // namespace
}  // namespace signalbox
