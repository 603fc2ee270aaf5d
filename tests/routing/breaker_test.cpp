#include "routing/breaker.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace signalbox {
namespace {

using namespace std::chrono_literals;
using Permit = Breaker::Permit;
using Outcome = Breaker::Outcome;

class BreakerTest : public ::testing::Test {
protected:
    void call(Outcome outcome, int times = 1) {
        for (int i = 0; i < times; ++i) {
            auto const permit = breaker.ask(now, options);
            ASSERT_NE(permit, Permit::refused);
            breaker.settle(permit, outcome, now, options);
        }
    }
    void open_it() { call(Outcome::failed, options.failures); }
    [[nodiscard]] BreakerState state() const { return breaker.state(now); }

    HealthOptions options;
    TimePoint now{1000h};
    Breaker breaker;
};

TEST_F(BreakerTest, LetsEveryCallGoWhileAllIsWell) {
    call(Outcome::good, 100);
    EXPECT_EQ(state(), BreakerState::closed);
    EXPECT_EQ(breaker.wait(now), 0s);
}

TEST_F(BreakerTest, OpensAfterFiveFailuresInARow) {
    call(Outcome::failed, 4);
    EXPECT_EQ(state(), BreakerState::closed);
    call(Outcome::failed);
    EXPECT_EQ(state(), BreakerState::open);
    EXPECT_EQ(breaker.ask(now, options), Permit::refused);
    EXPECT_EQ(breaker.wait(now), 5s);
}

TEST_F(BreakerTest, ForgivesFailuresThatASuccessInterrupts) {
    for (int i = 0; i < 2; ++i) {
        call(Outcome::failed, 4);
        call(Outcome::good);
    }
    EXPECT_EQ(state(), BreakerState::closed);
}

TEST_F(BreakerTest, OpensWhenHalfOfTheLastTwentyFailed) {
    for (int i = 0; i < 9; ++i) {
        call(Outcome::good);
        call(Outcome::failed);
    }
    EXPECT_EQ(state(), BreakerState::closed);
    call(Outcome::good);
    call(Outcome::failed);
    EXPECT_EQ(state(), BreakerState::open);
}

TEST_F(BreakerTest, ForgetsWhatIsOlderThanTheLastTwenty) {
    for (int i = 0; i < 9; ++i) {
        call(Outcome::good);
        call(Outcome::failed);
    }
    call(Outcome::good, 20);
    for (int i = 0; i < 9; ++i) {
        call(Outcome::failed);
        call(Outcome::good);
    }
    EXPECT_EQ(state(), BreakerState::closed);
}

TEST_F(BreakerTest, DoesNotCountCallsThatSayNothing) {
    call(Outcome::unsaid, 100);
    EXPECT_EQ(state(), BreakerState::closed);
    call(Outcome::failed, 4);
    call(Outcome::unsaid, 100);
    call(Outcome::failed);
    EXPECT_EQ(state(), BreakerState::open);
}

TEST_F(BreakerTest, LetsOneProbeGoWhenItsTimeIsOver) {
    open_it();
    now += 5s - 1ms;
    EXPECT_EQ(breaker.ask(now, options), Permit::refused);
    now += 1ms;
    EXPECT_EQ(state(), BreakerState::half_open);
    EXPECT_EQ(breaker.wait(now), 0s);
    EXPECT_EQ(breaker.ask(now, options), Permit::probe);
    EXPECT_EQ(breaker.ask(now, options), Permit::refused);
    EXPECT_EQ(state(), BreakerState::half_open);
    EXPECT_EQ(breaker.wait(now), 1s);  // soon somebody will know
}

TEST_F(BreakerTest, ClosesWhenTheProbeSucceeds) {
    open_it();
    now += 5s;
    call(Outcome::good);
    EXPECT_EQ(state(), BreakerState::closed);
    call(Outcome::failed, 4);  // and the count begins anew
    EXPECT_EQ(state(), BreakerState::closed);
}

TEST_F(BreakerTest, WaitsTwiceAsLongAfterEachFailedProbeUpToAMinute) {
    open_it();
    std::vector<Duration> waits;
    for (int i = 0; i < 12; ++i) {
        waits.push_back(breaker.wait(now));
        now += breaker.wait(now);
        call(Outcome::failed);
    }
    EXPECT_EQ((std::vector<Duration>{waits.begin(), waits.begin() + 6}),
              (std::vector<Duration>{5s, 10s, 20s, 40s, 60s, 60s}));
    EXPECT_EQ(waits.back(), 60s);
}

TEST_F(BreakerTest, BeginsWithAShortWaitAgainAfterItClosed) {
    open_it();
    now += 5s;
    call(Outcome::failed);
    now += 10s;
    call(Outcome::good);
    open_it();
    EXPECT_EQ(breaker.wait(now), 5s);
}

TEST_F(BreakerTest, GivesTheProbesPlaceToTheNextWhenItsClientLeft) {
    open_it();
    now += 5s;
    call(Outcome::unsaid);
    EXPECT_EQ(breaker.ask(now, options), Permit::probe);
}

TEST_F(BreakerTest, GivesUpAProbeThatSaysNothingForTooLong) {
    open_it();
    now += 5s;
    ASSERT_EQ(breaker.ask(now, options), Permit::probe);
    now += options.probe - 1ms;
    EXPECT_EQ(breaker.ask(now, options), Permit::refused);
    now += 1ms;
    EXPECT_EQ(breaker.ask(now, options), Permit::probe);
}

TEST_F(BreakerTest, IsNotMovedByCallsThatBeganBeforeItOpened) {
    auto const early = breaker.ask(now, options);
    auto const another = breaker.ask(now, options);
    open_it();
    breaker.settle(early, Outcome::good, now, options);
    EXPECT_EQ(state(), BreakerState::open);
    breaker.settle(another, Outcome::failed, now, options);
    EXPECT_EQ(breaker.wait(now), 5s);
}

TEST_F(BreakerTest, IgnoresACallThatItRefused) {
    open_it();
    breaker.settle(Permit::refused, Outcome::good, now, options);
    EXPECT_EQ(state(), BreakerState::open);
}

TEST_F(BreakerTest, ObeysItsOptions) {
    options = {.failures = 2, .share = 1, .cooldown = 1s, .max_cooldown = 3s};
    open_it();
    EXPECT_EQ(breaker.wait(now), 1s);
    now += 1s;
    call(Outcome::failed);
    now += 2s;
    call(Outcome::failed);
    EXPECT_EQ(breaker.wait(now), 3s);
}

TEST_F(BreakerTest, GivesOneProbeToAllThreadsTogether) {
    open_it();
    now += 5s;
    std::atomic<int> probes = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                for (int n = 0; n < 1000; ++n) probes += breaker.ask(now, options) == Permit::probe ? 1 : 0;
            });
        }
    }
    EXPECT_EQ(probes, 1);
}

}  // namespace
}  // namespace signalbox
