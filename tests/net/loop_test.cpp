#include "net/loop.hpp"

#include "async/time.hpp"
#include "fakes/loop_runner.hpp"
#include "net/resolver.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace signalbox::net {
namespace {

using namespace std::chrono_literals;

struct Notes {
    Loop& loop;
    std::string text;
};

TEST(Loop, RunsWhatWasPostedAfterTheHandlerThatPostedIt) {
    Loop loop;
    Notes notes{loop, {}};
    loop.post(
        [](void* self) {
            auto& its = *static_cast<Notes*>(self);
            its.loop.post(
                [](void* inner) {
                    static_cast<Notes*>(inner)->text += "second", static_cast<Notes*>(inner)->loop.stop();
                },
                self);
            its.text += "first ";
        },
        &notes);
    EXPECT_EQ(notes.text, "");
    loop.run();
    EXPECT_EQ(notes.text, "first second");
}

TEST(Loop, TakesWorkFromOtherThreads) {
    Loop loop;
    std::thread::id ran_on;
    std::thread other{[&] {
        loop.post_from_anywhere([&] {
            ran_on = std::this_thread::get_id();
            loop.stop();
        });
    }};
    loop.run();
    other.join();
    EXPECT_EQ(ran_on, std::this_thread::get_id());
}

TEST(Loop, HasOneTimeForEachTurn) {
    Loop loop;
    struct Seen {
        Loop& loop;
        TimePoint first{}, later{}, next{};
    } seen{loop};
    loop.post(
        [](void* self) {
            auto& its = *static_cast<Seen*>(self);
            its.first = its.loop.now();
            while (Clock::now() < its.first + 2ms) {
            }
            its.later = its.loop.now();
            its.loop.post(
                [](void* inner) {
                    auto& mine = *static_cast<Seen*>(inner);
                    mine.next = mine.loop.now();
                    mine.loop.stop();
                },
                self);
        },
        &seen);
    loop.run();
    EXPECT_EQ(seen.later, seen.first);
    EXPECT_GE(seen.next, seen.first + 2ms);
}

TEST(Loop, SleepsForAtLeastTheTimeAskedFor) {
    fakes::LoopRunner runner;
    Cancellation cancellation;
    auto const start = Clock::now();
    EXPECT_TRUE(runner.run(sleep_until(runner.loop, start + 35ms, cancellation)));
    auto const slept = Clock::now() - start;
    EXPECT_GE(slept, 35ms);
    EXPECT_LT(slept, 500ms);
}

TEST(Loop, KeepsAShortAlarmShortBesideALongOne) {
    fakes::LoopRunner runner;
    Cancellation cancellation;
    bool long_one = false;
    spawn(sleep_until(runner.loop, Clock::now() + 150ms, cancellation), [&](bool) { long_one = true; });
    EXPECT_TRUE(runner.run(sleep_until(runner.loop, Clock::now() + 20ms, cancellation)));
    EXPECT_FALSE(long_one);
    EXPECT_TRUE(runner.run(sleep_until(runner.loop, Clock::now() + 200ms, cancellation)));
    EXPECT_TRUE(long_one);
}

TEST(Loop, EndsASleepWhenCancelled) {
    fakes::LoopRunner runner;
    Cancellation cancellation;
    runner.loop.post([](void* self) { static_cast<Cancellation*>(self)->request(Errc::cancelled); }, &cancellation);
    EXPECT_FALSE(runner.run(sleep_until(runner.loop, Clock::now() + 1h, cancellation)));
}

TEST(Resolver, TakesALiteralAtItsWord) {
    fakes::LoopRunner runner;
    Cancellation cancellation;
    std::string const host = "192.0.2.7";
    auto const found = runner.run(runner.loop.resolver().resolve(host, Clock::now(), cancellation));
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(found->front().to_string(), host);
}

TEST(Resolver, ResolvesLocalhostAndRemembersIt) {
    fakes::LoopRunner runner;
    Cancellation cancellation;
    std::string const host = "localhost";
    auto const asked = runner.run(runner.loop.resolver().resolve(host, Clock::now() + 5s, cancellation));
    ASSERT_TRUE(asked) << asked.error().detail;
    EXPECT_TRUE(asked->front().is_loopback());
    // A deadline that is over leaves no time to ask again.
    EXPECT_TRUE(runner.run(runner.loop.resolver().resolve(host, Clock::now() - 1s, cancellation)));
}

TEST(Resolver, GivesUpWhenCancelled) {
    fakes::LoopRunner runner;
    Cancellation cancellation;
    cancellation.request(Errc::draining);
    std::string const host = "localhost";
    auto const found = runner.run(runner.loop.resolver().resolve(host, Clock::now() + 5s, cancellation));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Errc::draining);
}

}  // namespace
}  // namespace signalbox::net
