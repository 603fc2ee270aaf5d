#include "server/run_log.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace signalbox::server {
namespace {

using Joined = RunLog::Joined;
using std::string;

// A log, and how often its run and its readers were asked for.
class RunLogTest : public ::testing::Test {
protected:
    static void add_one(void* count) { ++*static_cast<int*>(count); }
    std::shared_ptr<FarCall> call(int& count) { return FarCall::make(loop, add_one, &count); }
    void run_loop() {
        loop.context().restart();
        loop.context().poll();
    }
    void say(string const& frame) { log->append(frame); }
    static string all(RunLog::Reader& reader) {
        string out;
        (void)reader.take(out, 1'000'000);
        return out;
    }

    net::Loop loop;
    int writer = 0;
    int woken = 0;
    std::size_t limit = 400;  // three frames of 100 bytes do not fit
    std::shared_ptr<RunLog> log = std::make_shared<RunLog>(limit, call(writer));
    RunLog::Reader reader{log, call(woken)};
};

TEST_F(RunLogTest, GivesEveryFrameOnceAndInOrder) {
    say("a");
    ASSERT_EQ(reader.join(0), Joined::yes);
    EXPECT_EQ(all(reader), "a");
    say("b");
    say("c");
    EXPECT_EQ(all(reader), "bc");
    EXPECT_EQ(all(reader), "");
}

TEST_F(RunLogTest, BeginsBehindTheFrameThatTheReaderHas) {
    say("a");
    say("b");
    say("c");
    ASSERT_EQ(reader.join(2), Joined::yes);
    EXPECT_EQ(all(reader), "c");
}

TEST_F(RunLogTest, GivesWholeFramesAboutAsManyAsAskedFor) {
    say("aaaa");
    say("bbbb");
    ASSERT_EQ(reader.join(0), Joined::yes);
    string out;
    EXPECT_TRUE(reader.take(out, 1).any);
    EXPECT_EQ(out, "aaaa");
}

TEST_F(RunLogTest, TellsTheEndWithTheLastFrameAndAgainToLateComers) {
    say("a");
    ASSERT_EQ(reader.join(0), Joined::yes);
    string out;
    EXPECT_FALSE(reader.take(out, 100).over);
    say("b");
    log->end();
    EXPECT_TRUE(reader.take(out, 100).over);
    EXPECT_EQ(out, "ab");
    RunLog::Reader late{log, call(woken)};
    ASSERT_EQ(late.join(0), Joined::yes);
    EXPECT_EQ(all(late), "ab");
}

TEST_F(RunLogTest, KnowsWhoHasEverythingAndWhoClaimsMoreThanThereIs) {
    say("a");
    EXPECT_EQ(reader.join(2), Joined::ahead);
    log->end();
    EXPECT_EQ(reader.join(1), Joined::delivered);
    EXPECT_EQ(reader.join(2), Joined::ahead);
}

TEST_F(RunLogTest, WakesOnlyReadersThatHaveSomethingToTake) {
    ASSERT_EQ(reader.join(0), Joined::yes);
    log->announce();
    run_loop();
    EXPECT_EQ(woken, 0);
    say("a");
    log->announce();
    log->announce();
    run_loop();
    EXPECT_EQ(woken, 1) << "asked twice before it ran";
}

TEST_F(RunLogTest, IsFullWithoutAReaderAndHasRoomWhenOneTakes) {
    say(string(300, 'a'));
    EXPECT_FALSE(log->full());
    say(string(300, 'b'));
    EXPECT_TRUE(log->full()) << "nobody has taken anything: nothing may go";
    ASSERT_EQ(reader.join(0), Joined::yes);
    EXPECT_TRUE(log->full());
    run_loop();
    writer = 0;
    EXPECT_EQ(all(reader).size(), 600U);
    run_loop();
    EXPECT_EQ(writer, 1) << "the run that waits is told";
    EXPECT_FALSE(log->full());
}

TEST_F(RunLogTest, WaitsForTheSlowestReaderOnly) {
    RunLog::Reader slow{log, call(woken)};
    ASSERT_EQ(reader.join(0), Joined::yes);
    ASSERT_EQ(slow.join(0), Joined::yes);
    say(string(300, 'a'));
    say(string(300, 'b'));
    EXPECT_EQ(all(reader).size(), 600U);
    EXPECT_TRUE(log->full());
    EXPECT_EQ(all(slow).size(), 600U);
    EXPECT_FALSE(log->full());
}

TEST_F(RunLogTest, NeverGivesAGapToWhomWhatIsGoneIsMissing) {
    ASSERT_EQ(reader.join(0), Joined::yes);
    for (char c = 'a'; c < 'e'; ++c) {
        say(string(300, c));
        (void)all(reader);
        EXPECT_FALSE(log->full());
    }
    EXPECT_LT(log->bytes(), 2'000U);
    RunLog::Reader late{log, call(woken)};
    EXPECT_EQ(late.join(0), Joined::gone);
    EXPECT_EQ(late.join(2), Joined::gone);
    ASSERT_EQ(late.join(3), Joined::yes);
    EXPECT_EQ(all(late), string(300, 'd'));
}

TEST_F(RunLogTest, KeepsTheTerminalFrameWhateverItsSize) {
    ASSERT_EQ(reader.join(0), Joined::yes);
    say("a");
    (void)all(reader);
    say(string(5'000, 'z'));
    log->end();
    EXPECT_EQ(all(reader).size(), 5'000U);
    RunLog::Reader late{log, call(woken)};
    ASSERT_EQ(late.join(1), Joined::yes);
    EXPECT_EQ(all(late).size(), 5'000U);
}

TEST_F(RunLogTest, TellsTheRunWhoIsThere) {
    {
        RunLog::Reader other{log, call(woken)};
        ASSERT_EQ(other.join(0), Joined::yes);
        EXPECT_EQ(log->attendance().readers, 1U);
        run_loop();
        EXPECT_EQ(writer, 1);
    }
    run_loop();
    EXPECT_EQ(writer, 2);
    EXPECT_EQ(log->attendance().readers, 0U);
    EXPECT_EQ(log->attendance().arrivals, 1U);
}

TEST_F(RunLogTest, PassesOnTheWishToStopUntilTheEnd) {
    EXPECT_TRUE(log->stop());
    EXPECT_TRUE(log->attendance().stop_asked);
    run_loop();
    EXPECT_EQ(writer, 1);
    log->end();
    EXPECT_FALSE(log->stop());
    run_loop();
    EXPECT_EQ(writer, 1);
}

TEST_F(RunLogTest, LosesNothingBetweenThreads) {
    constexpr int frames = 20'000;
    log = std::make_shared<RunLog>(std::size_t{1} << 30, call(writer));
    net::Loop other;
    int asked = 0;
    string got;
    std::thread there{[&] {
        RunLog::Reader far{log, FarCall::make(other, add_one, &asked)};
        ASSERT_EQ(far.join(0), Joined::yes);
        while (!far.take(got, got.size() + 500).over) {
            other.context().restart();
            other.context().poll();
            std::this_thread::yield();
        }
    }};
    string said;
    for (int i = 1; i <= frames; ++i) {
        auto const frame = std::to_string(i) + ",";
        said += frame;
        say(frame);
        log->announce();
    }
    log->end();
    there.join();
    EXPECT_EQ(got, said);
}

TEST(FarCall, RunsOnItsLoopOnceForAllWhoAskedAndNeverAfterForget) {
    net::Loop loop;
    int count = 0;
    auto const call = FarCall::make(loop, [](void* n) { ++*static_cast<int*>(n); }, &count);
    std::thread{[&] {
        call->ask();
        call->ask();
    }}.join();
    EXPECT_EQ(count, 0);
    loop.context().poll();
    EXPECT_EQ(count, 1);
    call->ask();
    call->forget();
    loop.context().restart();
    loop.context().poll();
    EXPECT_EQ(count, 1);
}

}  // namespace
}  // namespace signalbox::server
