#include "fakes/manual_time.hpp"
#include "fakes/recording_sink.hpp"
#include "pipeline/attempt_sink.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

// Says whether somebody follows, and remembers being asked.
struct FixedSuccessor final : Successor {
    explicit FixedSuccessor(bool there) : there{there} {}
    bool follows(ValidationResult const& verdict) override {
        ++asked;
        seen = verdict;
        return there;
    }
    bool there;
    int asked = 0;
    ValidationResult seen;
};

constexpr std::string_view refusal = "I'm sorry, but I can't help with that request. ";
constexpr std::string_view explanation =
    "As an assistant I keep to rules that were made with care, and they say that the sea is no topic of mine. ";
constexpr std::string_view round = "The waves come in and the waves go out. ";

// An AttemptSink that is fed as a provider does: piece after piece, until it has had enough.
class StoppingSinkTest : public ::testing::Test {
protected:
    AttemptSink make(StreamPolicy stream, bool check = true, bool continues = false) {
        return AttemptSink{
            {context, policy, reader, attempt, time, stream, check, 0, "small", nullptr, successor, continues}};
    }
    void say(AttemptSink& sink, std::string_view text, int times = 1) {
        for (int i = 0; i < times && !attempt.requested(); ++i) {
            said += text;
            sink.on_delta({.text = text, .so_far = said});
        }
    }
    fakes::ManualTime time;
    ChainContext context{.messages = {{Role::user, "tell me about the sea"}}};
    ChainPolicy policy;
    fakes::RecordingSink reader;
    Cancellation attempt;
    Successor* successor = nullptr;
    std::string said;
};

TEST_F(StoppingSinkTest, StopsARefusalWhileItExplainsItself) {
    auto sink = make(StreamPolicy::optimistic);
    say(sink, refusal);
    say(sink, explanation, 20);
    ASSERT_NE(sink.stopped(), nullptr);
    EXPECT_EQ(sink.stopped()->findings.front().check, "refusal");
    EXPECT_EQ(sink.stopped()->text, said);
    EXPECT_LT(said.size(), 300U);
    EXPECT_EQ(reader.screen(), said);
}

TEST_F(StoppingSinkTest, PassesNothingAfterTheStop) {
    auto sink = make(StreamPolicy::optimistic);
    say(sink, refusal);
    say(sink, explanation, 20);
    auto const shown = reader.screen();
    sink.on_delta({.text = "Really not.", .so_far = "Really not."});
    EXPECT_EQ(reader.screen(), shown);
}

TEST_F(StoppingSinkTest, StopsTheSameBehindAClosedGate) {
    auto sink = make(StreamPolicy::gated);
    say(sink, refusal);
    say(sink, explanation, 20);
    ASSERT_NE(sink.stopped(), nullptr);
    EXPECT_EQ(sink.stopped()->text, said);
    EXPECT_TRUE(reader.words().empty());
    time.advance(10s);
    EXPECT_TRUE(reader.words().empty());
}

TEST_F(StoppingSinkTest, StopsWhatIsHeldToItsEnd) {
    auto sink = make(StreamPolicy::strict);
    say(sink, round, 500);
    ASSERT_NE(sink.stopped(), nullptr);
    EXPECT_EQ(sink.stopped()->text, said);
    EXPECT_TRUE(reader.words().empty());
}

TEST_F(StoppingSinkTest, StopsWhatNobodySees) {
    auto sink = make(StreamPolicy::off);
    say(sink, round, 500);
    ASSERT_NE(sink.stopped(), nullptr);
    EXPECT_EQ(sink.stopped()->text, said);
}

TEST_F(StoppingSinkTest, LooksAtNothingWhenNoChecksAreWanted) {
    auto sink = make(StreamPolicy::optimistic, false);
    say(sink, round, 500);
    EXPECT_EQ(sink.stopped(), nullptr);
}

TEST_F(StoppingSinkTest, LetsAPoorAnswerComeWhenNobodyFollows) {
    FixedSuccessor nobody{false};
    successor = &nobody;
    auto sink = make(StreamPolicy::optimistic);
    say(sink, refusal);
    for (int i = 0; i < 100; ++i) say(sink, "Rule " + std::to_string(i * 7) + " says so. ");
    EXPECT_EQ(sink.stopped(), nullptr);
    EXPECT_EQ(nobody.asked, 1);
    EXPECT_EQ(nobody.seen.verdict, Verdict::invalid);
}

TEST_F(StoppingSinkTest, StopsALoopWithoutEndEvenWhenNobodyFollows) {
    FixedSuccessor nobody{false};
    successor = &nobody;
    auto sink = make(StreamPolicy::optimistic);
    say(sink, round, 500);
    EXPECT_NE(sink.stopped(), nullptr);
}

TEST_F(StoppingSinkTest, OpensTheGateForAPoorAnswerThatNobodyReplaces) {
    FixedSuccessor nobody{false};
    successor = &nobody;
    auto sink = make(StreamPolicy::gated);
    say(sink, refusal);
    say(sink, explanation);
    EXPECT_FALSE(sink.committed());
    time.advance(2s);
    EXPECT_TRUE(sink.committed());
    EXPECT_EQ(reader.screen(), said);
}

TEST_F(StoppingSinkTest, StopsOnlyALoopWithoutEndOnceTheGateIsOpen) {
    auto sink = make(StreamPolicy::gated);
    say(sink, "The sea is wide. ");
    sink.release();
    say(sink, round, 12);
    say(sink, refusal);
    EXPECT_EQ(sink.stopped(), nullptr);
    say(sink, round, 500);
    ASSERT_NE(sink.stopped(), nullptr);
    EXPECT_EQ(sink.stopped()->text, said);
    EXPECT_EQ(reader.screen(), said);
}

TEST_F(StoppingSinkTest, OfAContinuationStopsOnlyALoopWithoutEnd) {
    auto sink = make(StreamPolicy::optimistic, true, true);
    say(sink, refusal);
    say(sink, explanation, 3);
    EXPECT_EQ(sink.stopped(), nullptr);
    say(sink, round, 500);
    EXPECT_NE(sink.stopped(), nullptr);
}

TEST_F(StoppingSinkTest, LooksNoMoreAfterAToolCall) {
    auto sink = make(StreamPolicy::optimistic);
    sink.on_delta({.frames = "data: {}\n\n", .tool_calls = true});
    say(sink, round, 500);
    EXPECT_EQ(sink.stopped(), nullptr);
}

TEST_F(StoppingSinkTest, DoesNotStopAnAnswerThatIsWhole) {
    auto sink = make(StreamPolicy::optimistic);
    auto const answer = std::string{refusal} + std::string{explanation};
    sink.on_delta({.text = answer, .finish = true, .so_far = answer});
    EXPECT_EQ(sink.stopped(), nullptr);
}

TEST_F(StoppingSinkTest, KeepsTheGateShutForTheCheckOfTheWhole) {
    auto sink = make(StreamPolicy::gated);
    sink.on_delta({.text = refusal, .finish = true, .so_far = refusal});
    time.advance(10s);
    EXPECT_FALSE(sink.committed());
}

TEST_F(StoppingSinkTest, LooksNoMoreAfterTheCall) {
    auto sink = make(StreamPolicy::optimistic);
    sink.end();
    say(sink, round, 500);
    EXPECT_EQ(sink.stopped(), nullptr);
}

}  // namespace
}  // namespace signalbox
