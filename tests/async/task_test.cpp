#include "async/task.hpp"

#include "async/cancellation.hpp"
#include "async/signal.hpp"
#include "fakes/manual_time.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

Task<int> answer() { co_return 42; }

Task<int> doubled() { co_return 2 * co_await answer(); }

Task<int> broken() {
    throw std::logic_error("bug");
    co_return 1;
}

TEST(Task, GivesItsResultToItsAwaiter) {
    int seen = 0;
    spawn(doubled(), [&](int result) { seen = result; });
    EXPECT_EQ(seen, 84);
}

TEST(Task, CarriesAnExceptionToItsAwaiter) {
    bool caught = false;
    spawn([](bool& out) -> Task<void> {
        try {
            co_await broken();
        } catch (std::logic_error const&) {
            out = true;
        }
    }(caught));
    EXPECT_TRUE(caught);
}

TEST(Task, DoesNotRunBeforeItIsAwaited) {
    bool ran = false;
    {
        auto const task = [](bool& out) -> Task<void> {
            out = true;
            co_return;
        }(ran);
    }
    EXPECT_FALSE(ran);
}

TEST(Sleep, EndsWhenTheTimeComes) {
    fakes::ManualTime time;
    Cancellation cancellation;
    std::optional<bool> came;
    spawn(sleep_until(time, time.now() + 5s, cancellation), [&](bool result) { came = result; });

    time.advance(4s);
    EXPECT_FALSE(came);
    time.advance(1s);
    EXPECT_EQ(came, true);
}

TEST(Sleep, EndsEarlyWhenCancelled) {
    fakes::ManualTime time;
    Cancellation cancellation;
    std::optional<bool> came;
    spawn(sleep_until(time, time.now() + 5s, cancellation), [&](bool result) { came = result; });

    cancellation.request(Errc::cancelled);
    time.run();

    EXPECT_EQ(came, false);
    EXPECT_FALSE(time.somebody_waits());
}

TEST(Cancellation, KeepsTheFirstReason) {
    Cancellation cancellation;
    cancellation.request(Errc::cancelled);
    cancellation.request(Errc::draining);
    EXPECT_EQ(cancellation.reason(), Errc::cancelled);
}

TEST(Cancellation, RunsEachHookOnceAndNotAfterItIsGone) {
    Cancellation cancellation;
    int first = 0;
    int second = 0;
    auto const count = [](void* n) { ++*static_cast<int*>(n); };
    Cancellation::Hook const kept{cancellation, count, &first};
    {
        Cancellation::Hook const gone{cancellation, count, &second};
    }
    cancellation.request(Errc::cancelled);
    cancellation.request(Errc::cancelled);
    EXPECT_EQ(first, 1);
    EXPECT_EQ(second, 0);
}

TEST(Cancellation, ReachesItsChildrenButNotItsParent) {
    Cancellation parent;
    Cancellation child{parent};
    Cancellation sibling{parent};
    sibling.request(Errc::provider_timeout);
    EXPECT_FALSE(parent.requested());
    EXPECT_FALSE(child.requested());
    parent.request(Errc::cancelled);
    EXPECT_EQ(child.reason(), Errc::cancelled);
    EXPECT_EQ(sibling.reason(), Errc::provider_timeout);
}

TEST(Signal, RemembersThatItWasSetBeforeAnybodyWaited) {
    fakes::ManualTime time;
    Signal signal{time};
    signal.set();
    bool woken = false;
    spawn([](Signal& s, bool& out) -> Task<void> {
        co_await s.wait();
        out = true;
    }(signal, woken));
    EXPECT_TRUE(woken);
}

TEST(Signal, ResumesItsWaiterFromTheLoopAndNotInsideSet) {
    fakes::ManualTime time;
    Signal signal{time};
    bool woken = false;
    spawn([](Signal& s, bool& out) -> Task<void> {
        co_await s.wait();
        out = true;
    }(signal, woken));
    signal.set();
    EXPECT_FALSE(woken);
    time.run();
    EXPECT_TRUE(woken);
}

}  // namespace
}  // namespace signalbox
