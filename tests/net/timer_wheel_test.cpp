#include "net/timer_wheel.hpp"

#include "fakes/manual_time.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace signalbox::net {
namespace {

using namespace std::chrono_literals;

class TimerWheelTest : public ::testing::Test {
protected:
    // Counts how often it fired; may do something more.
    class Probe final : public Time::Alarm {
    public:
        explicit Probe(Time& time) : Alarm{time} {}
        void fire() override {
            ++fired;
            if (then) then();
        }
        int fired = 0;
        std::function<void()> then;
    };
    // Alarms disarm themselves through their Time: here it is the wheel.
    class WheelTime final : public Time {
    public:
        [[nodiscard]] TimePoint now() const override { return now_; }
        void arm(Alarm& alarm, TimePoint when) override { wheel.arm(alarm, when, now_); }
        void disarm(Alarm& alarm) override { wheel.disarm(alarm); }
        void post(void (*)(void*), void*) override {}
        TimePoint now_{1h};
        TimerWheel wheel{TimePoint{1h}};
    };

    void at(Duration since_start) {
        time.now_ = start + since_start;
        wheel.advance(time.now_);
    }

    WheelTime time;
    TimerWheel& wheel = time.wheel;
    TimePoint const start{1h};
};

TEST_F(TimerWheelTest, FiresAtTheFirstTickAtOrAfterTheDueTime) {
    Probe probe{time};
    probe.arm(start + 25ms);
    at(29ms);
    EXPECT_EQ(probe.fired, 0);
    at(30ms);
    EXPECT_EQ(probe.fired, 1);
    EXPECT_FALSE(probe.armed());
}

TEST_F(TimerWheelTest, NeverFiresEarlyNorMoreThanATickLateWhateverTheDistance) {
    for (auto distance = 1ms; distance < 13s; distance += 37ms) {
        Probe probe{time};
        auto const due = time.now_ + distance;
        probe.arm(due);
        while (probe.fired == 0) at(wheel.next_wake() - start);
        EXPECT_GE(time.now_, due);
        EXPECT_LT(time.now_, due + 10ms);
    }
}

TEST_F(TimerWheelTest, FiresOnceOnly) {
    Probe probe{time};
    probe.arm(start + 10ms);
    at(1s);
    at(20s);
    EXPECT_EQ(probe.fired, 1);
}

TEST_F(TimerWheelTest, ForgetsADisarmedAlarm) {
    Probe probe{time};
    probe.arm(start + 10ms);
    probe.disarm();
    at(1s);
    EXPECT_EQ(probe.fired, 0);
    EXPECT_TRUE(wheel.empty());
}

TEST_F(TimerWheelTest, ReplacesAnEarlierArming) {
    Probe probe{time};
    probe.arm(start + 10ms);
    probe.arm(start + 200ms);
    at(100ms);
    EXPECT_EQ(probe.fired, 0);
    at(200ms);
    EXPECT_EQ(probe.fired, 1);
}

TEST_F(TimerWheelTest, DisarmsAnAlarmThatIsDestroyed) {
    {
        Probe probe{time};
        probe.arm(start + 10ms);
    }
    EXPECT_TRUE(wheel.empty());
    at(1s);
}

TEST_F(TimerWheelTest, KeepsAnAlarmOfALaterRoundWhenItsSlotComesBy) {
    Probe near{time};
    Probe far{time};
    near.arm(start + 100ms);
    far.arm(start + 100ms + TimerWheel::slots * TimerWheel::tick);
    at(100ms);
    EXPECT_EQ(near.fired, 1);
    EXPECT_EQ(far.fired, 0);
    at(100ms + TimerWheel::slots * TimerWheel::tick);
    EXPECT_EQ(far.fired, 1);
}

TEST_F(TimerWheelTest, FiresEverythingThatIsDueAfterALongPause) {
    Probe soon{time};
    Probe later{time};
    Probe not_yet{time};
    soon.arm(start + 10ms);
    later.arm(start + 40s);
    not_yet.arm(start + 3min);
    at(1min);
    EXPECT_EQ(soon.fired + later.fired, 2);
    EXPECT_EQ(not_yet.fired, 0);
}

TEST_F(TimerWheelTest, FiresAnAlarmForThePastAtTheNextTick) {
    at(50ms);
    Probe probe{time};
    probe.arm(start);
    EXPECT_EQ(probe.fired, 0);
    at(60ms);
    EXPECT_EQ(probe.fired, 1);
}

TEST_F(TimerWheelTest, LetsAnAlarmArmItselfAgainWithoutEndlessLoop) {
    Probe probe{time};
    probe.then = [&] { probe.arm(time.now_); };
    probe.arm(start + 10ms);
    at(10ms);
    EXPECT_EQ(probe.fired, 1);
    at(20ms);
    EXPECT_EQ(probe.fired, 2);
}

TEST_F(TimerWheelTest, LetsAnAlarmDestroyAnotherThatIsDueToo) {
    auto first = std::make_unique<Probe>(time);
    auto second = std::make_unique<Probe>(time);
    int fired = 0;
    first->then = [&] { ++fired, second.reset(); };
    second->then = [&] { ++fired, first.reset(); };
    first->arm(start + 10ms);
    second->arm(start + 10ms);
    at(10ms);
    EXPECT_EQ(fired, 1);
    EXPECT_TRUE(wheel.empty());
}

TEST_F(TimerWheelTest, SleepsUntilTheSlotOfTheNextAlarm) {
    Probe probe{time};
    auto const look = wheel.arm(probe, start + 1'234ms, start);
    EXPECT_EQ(look, start + 1'240ms);
    EXPECT_EQ(wheel.next_wake(), start + 1'240ms);
}

TEST_F(TimerWheelTest, TakesNeverForAnAnswer) {
    Probe probe{time};
    probe.arm(TimePoint::max());
    at(24h);
    EXPECT_EQ(probe.fired, 0);
    EXPECT_TRUE(probe.armed());
}

TEST_F(TimerWheelTest, CountsFromNowAfterItWasEmptyForLong) {
    Probe probe{time};
    at(10min);
    time.now_ = start + 20min;  // nothing armed: nobody called advance()
    probe.arm(time.now_ + 100ms);
    EXPECT_LE(wheel.next_wake(), time.now_ + 110ms);
    at(20min + 110ms);
    EXPECT_EQ(probe.fired, 1);
}

}  // namespace
}  // namespace signalbox::net
