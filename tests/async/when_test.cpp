#include "async/when.hpp"

#include "fakes/manual_time.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

// Tasks that give a number after a while, or -1 when they are stopped before.
class WhenTest : public ::testing::Test {
protected:
    static Task<int> number(Time& time, Duration after, int value, Cancellation& stop, int& ended) {
        bool const came = co_await sleep_until(time, time.now() + after, stop);
        ++ended;
        co_return came ? value : -1;
    }
    static Task<int> broken(Time& time, Duration after, Cancellation& stop) {
        co_await sleep_until(time, time.now() + after, stop);
        throw std::runtime_error{"broken"};
    }
    Task<int> later(Duration after, int value) { return number(time, after, value, stop, ended); }
    std::vector<Task<int>> tasks(auto... each) {
        std::vector<Task<int>> list;
        (list.push_back(std::move(each)), ...);
        return list;
    }

    fakes::ManualTime time;
    Cancellation stop;
    int ended = 0;
    std::optional<std::vector<int>> all;
    std::optional<WhenAny<int>> any;
};

TEST_F(WhenTest, AllGivesTheValuesInTheOrderOfTheTasks) {
    spawn(when_all(tasks(later(3s, 1), later(1s, 2), later(2s, 3))), [&](auto values) { all = values; });
    time.advance(2s);
    EXPECT_FALSE(all);
    time.advance(1s);
    EXPECT_EQ(all, (std::vector{1, 2, 3}));
}

TEST_F(WhenTest, AllOfNothingIsNothingAtOnce) {
    spawn(when_all(tasks()), [&](auto values) { all = values; });
    EXPECT_EQ(all, std::vector<int>{});
}

TEST_F(WhenTest, AnyTakesTheFirstValueThatWillDo) {
    auto even = [](int value) { return value % 2 == 0; };
    spawn(when_any(tasks(later(1s, 1), later(2s, 2), later(9s, 4)), even, stop), [&](auto found) { any = found; });
    time.advance(2s);
    ASSERT_TRUE(any);
    EXPECT_EQ(any->winner, 1U);
    EXPECT_EQ(any->values, (std::vector{1, 2, -1}));
}

TEST_F(WhenTest, AnyAwaitsTheLosersToTheirEnd) {
    auto every = [](int) { return true; };
    spawn(when_any(tasks(later(1s, 1), later(9s, 2)), every, stop), [&](auto found) { any = found; });
    time.advance(1s);
    ASSERT_TRUE(any);
    EXPECT_EQ(ended, 2);
    EXPECT_FALSE(time.somebody_waits());
}

TEST_F(WhenTest, AnyHasNoWinnerWhenNothingWillDo) {
    auto none = [](int) { return false; };
    spawn(when_any(tasks(later(1s, 1), later(2s, 2)), none, stop), [&](auto found) { any = found; });
    time.advance(2s);
    ASSERT_TRUE(any);
    EXPECT_FALSE(any->winner);
    EXPECT_FALSE(stop.requested());
}

TEST_F(WhenTest, AnExceptionLeavesWhenAllHaveEnded) {
    bool thrown = false;
    auto const guarded = [](std::vector<Task<int>> list, bool& seen) -> Task<int> {
        try {
            auto const values = co_await when_all(std::move(list));
        } catch (std::runtime_error const&) {
            seen = true;
        }
        co_return 0;
    };
    std::optional<int> over;
    spawn(guarded(tasks(broken(time, 1s, stop), later(2s, 2)), thrown), [&](int) { over = ended; });
    time.advance(1s);
    EXPECT_FALSE(over);
    time.advance(1s);
    EXPECT_EQ(over, 1);
    EXPECT_TRUE(thrown);
}

}  // namespace
}  // namespace signalbox
