#include "pipeline/attempt_sink.hpp"

#include "fakes/manual_time.hpp"
#include "fakes/recording_sink.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace std::chrono_literals;
using Words = std::vector<std::string>;

class AttemptSinkTest : public ::testing::Test {
protected:
    AttemptSink make(StreamPolicy stream, bool checks = true) {
        return AttemptSink{{context, policy, reader, attempt, time, stream, checks, 0}};
    }
    fakes::ManualTime time;
    ChainContext context{.messages = {{Role::user, "tell me about the sea"}}};
    ChainPolicy policy;
    fakes::RecordingSink reader;
    Cancellation attempt;
};

TEST_F(AttemptSinkTest, PassesEverythingAtOnceWhenOptimistic) {
    auto sink = make(StreamPolicy::optimistic);
    sink.on_delta({.text = "a"});
    sink.on_delta({.text = "b"});
    EXPECT_EQ(reader.words(), (Words{"text:a", "text:b"}));
    EXPECT_FALSE(sink.committed());
}

TEST_F(AttemptSinkTest, HoldsTheBeginningWhenGated) {
    auto sink = make(StreamPolicy::gated);
    sink.on_delta({.text = "The sea "});
    EXPECT_TRUE(reader.words().empty());
    sink.release();
    EXPECT_EQ(reader.words(), (Words{"committed", "text:The sea "}));
    EXPECT_TRUE(sink.committed());
}

TEST_F(AttemptSinkTest, OpensTheGateAfterTheHoldTime) {
    auto sink = make(StreamPolicy::gated);
    sink.on_delta({.text = "The sea is wide."});
    time.advance(1999ms);
    EXPECT_TRUE(reader.words().empty());
    time.advance(1ms);
    EXPECT_TRUE(sink.committed());
}

TEST_F(AttemptSinkTest, OpensTheGateAfterEnoughTokens) {
    policy.hold_tokens = 4;
    auto sink = make(StreamPolicy::gated);
    sink.on_delta({.text = "The sea is wide "});
    EXPECT_TRUE(sink.committed());
    sink.on_delta({.text = "and deep."});
    EXPECT_EQ(reader.words().back(), "text:and deep.");
}

TEST_F(AttemptSinkTest, StopsAnAttemptWhoseBeginningIsHopeless) {
    auto sink = make(StreamPolicy::gated);
    for (int i = 0; i < 100; ++i) sink.on_delta({.text = "the sea the sea the sea the sea. "});
    EXPECT_TRUE(attempt.requested());
    ASSERT_NE(sink.stopped(), nullptr);
    EXPECT_EQ(sink.stopped()->findings.front().check, "repetition");
    EXPECT_TRUE(reader.words().empty());
    EXPECT_FALSE(sink.committed());
}

TEST_F(AttemptSinkTest, OpensAtOnceForAToolCall) {
    auto sink = make(StreamPolicy::gated);
    sink.on_delta({.frames = "data: {}\n\n", .tool_calls = true});
    EXPECT_TRUE(sink.committed());
}

TEST_F(AttemptSinkTest, HoldsNothingWhenNothingIsChecked) {
    auto sink = make(StreamPolicy::gated, false);
    sink.on_delta({.text = "a"});
    EXPECT_EQ(reader.words(), (Words{"committed", "text:a"}));
}

TEST_F(AttemptSinkTest, HoldsEverythingWhenStrict) {
    auto sink = make(StreamPolicy::strict);
    sink.on_delta({.text = "a"});
    time.advance(1min);
    sink.on_delta({.text = "b"});
    EXPECT_TRUE(reader.words().empty());
    sink.release();
    EXPECT_EQ(reader.words(), (Words{"committed", "text:ab"}));
}

TEST_F(AttemptSinkTest, PassesNothingWhenOff) {
    auto sink = make(StreamPolicy::off);
    sink.on_delta({.text = "a"});
    sink.release();
    EXPECT_TRUE(reader.words().empty());
    EXPECT_EQ(sink.arrived_bytes(), 1);
}

TEST_F(AttemptSinkTest, KeepsTheFramesOfTextItHeld) {
    struct Frames final : EventSink {
        std::string seen;
        void publish(Event const& event) override {
            auto const* const arrived = std::get_if<event::Arrived>(&event);
            if (arrived == nullptr) return;
            seen += arrived->delta.frames;
            finish = finish || arrived->delta.finish;
        }
        bool finish = false;
    } frames;
    AttemptSink sink{{context, policy, frames, attempt, time, StreamPolicy::gated, true, 0}};
    sink.on_delta({.text = "a", .frames = "data: 1\n\n"});
    sink.on_delta({.text = "b", .frames = "data: 2\n\n", .finish = true});
    sink.on_delta({.frames = "data: 3\n\n"});
    sink.release();
    EXPECT_EQ(frames.seen, "data: 1\n\ndata: 2\n\ndata: 3\n\n");
    EXPECT_TRUE(frames.finish);
}

TEST_F(AttemptSinkTest, AsksTheProviderToWaitForASlowReader) {
    auto sink = make(StreamPolicy::optimistic);
    reader.slow = true;
    EXPECT_TRUE(sink.behind());
}

}  // namespace
}  // namespace signalbox
