#include "pipeline/call_permit.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

class CallPermitTest : public ::testing::Test {
protected:
    static ModelRegistry registry() {
        ModelCard card;
        card.id = card.upstream_name = "m";
        card.provider = "p";
        return ModelRegistry{{card}};
    }
    void fail_calls(int times, Errc code = Errc::provider_overloaded) {
        for (int i = 0; i < times; ++i) CallPermit{&health, "m", now}.failed({code, {}, {}, {}}, now);
    }
    [[nodiscard]] bool refused() const { return CallPermit{&health, "m", now}.refused().has_value(); }

    TimePoint now{1000h};
    HealthIndex health{registry(), {}};
};

TEST_F(CallPermitTest, IsGivenToAModelThatIsWell) {
    CallPermit permit{&health, "m", now};
    EXPECT_FALSE(permit.refused());
    permit.succeeded(now);
    EXPECT_FALSE(refused());
}

TEST_F(CallPermitTest, IsGivenWhereNobodyWatches) {
    CallPermit permit{nullptr, "m", now};
    EXPECT_FALSE(permit.refused());
    permit.failed({Errc::provider_overloaded, {}, {}, {}}, now);
}

TEST_F(CallPermitTest, IsRefusedWithTheTimeLeftAfterFailures) {
    fail_calls(5);
    auto const error = CallPermit{&health, "m", now}.refused();
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, Errc::provider_overloaded);
    EXPECT_EQ(error->retry_after, 5s);
    EXPECT_NE(error->detail.find("'m'"), std::string::npos);
}

TEST_F(CallPermitTest, IsNotLostToWhatTheClientCaused) {
    fail_calls(100, Errc::provider_rejected);
    fail_calls(100, Errc::cancelled);
    EXPECT_FALSE(refused());
}

TEST_F(CallPermitTest, HonoursRetryAfter) {
    CallPermit{&health, "m", now}.failed({Errc::provider_rate_limited, {}, {}, 9s}, now);
    auto const error = CallPermit{&health, "m", now}.refused();
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, Errc::provider_rate_limited);
    EXPECT_EQ(error->retry_after, 9s);
}

TEST_F(CallPermitTest, GoesToOneProbeAtATimeAndComesBackWhenItIsDropped) {
    fail_calls(5);
    now += 5s;
    {
        CallPermit const probe{&health, "m", now};
        EXPECT_FALSE(probe.refused());
        EXPECT_TRUE(refused());
    }
    CallPermit{&health, "m", now}.succeeded(now);
    EXPECT_FALSE(refused());
}

}  // namespace
}  // namespace signalbox
