#include "fakes/manual_time.hpp"
#include "providers/attempt_clock.hpp"
#include "providers/head_fields.hpp"
#include "providers/json_member.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

std::string without(std::string object, std::string_view name) {
    erase_member(object, name);
    return object;
}

TEST(JsonMember, IsTakenOutWhereverItStands) {
    EXPECT_EQ(without(R"({"a":1,"b":{"c":[1,2]},"d":"x"})", "a"), R"({"b":{"c":[1,2]},"d":"x"})");
    EXPECT_EQ(without(R"({"a":1,"b":{"c":[1,2]},"d":"x"})", "b"), R"({"a":1,"d":"x"})");
    EXPECT_EQ(without(R"({"a":1,"b":{"c":[1,2]},"d":"x"})", "d"), R"({"a":1,"b":{"c":[1,2]}})");
    EXPECT_EQ(without(R"({"a":1})", "a"), "{}");
}

TEST(JsonMember, MayHaveSpaceAroundIt) {
    EXPECT_EQ(without(R"({"a" : [1, 2], "b": 2, "c":3})", "b"), R"({"a" : [1, 2],  "c":3})");
    EXPECT_EQ(without("{ \"a\": 1,\n \"b\" : 2 }", "b"), "{ \"a\": 1}");
    EXPECT_EQ(without("{ }", "b"), "{ }");
}

TEST(JsonMember, IsNotMistakenForTextOrForAnInnerMember) {
    constexpr auto* inner = R"({"a":{"x":1},"b":"\"x\":1,","c":[{"x":2}]})";
    EXPECT_EQ(without(inner, "x"), inner);
    EXPECT_EQ(without(R"({"b":"\\","x":true})", "x"), R"({"b":"\\"})");
}

TEST(HeadFields, CarryTheKeyAndTheConfiguredOnes) {
    auto const fields = head_fields(Secret{"sk-123"}, {{"HTTP-Referer", "https://signalbox.example"}});
    ASSERT_TRUE(fields);
    auto const text = fields->reveal();
    EXPECT_TRUE(text.starts_with("Authorization: Bearer sk-123\r\nHTTP-Referer: https://signalbox.example\r\n"));
    EXPECT_NE(text.find("Accept-Encoding: identity\r\n"), text.npos);
    EXPECT_TRUE(text.ends_with("\r\n"));
}

TEST(HeadFields, SendNoKeyWhereThereIsNone) {
    auto const fields = head_fields(Secret{}, {});
    ASSERT_TRUE(fields);
    EXPECT_EQ(fields->reveal().find("Authorization"), std::string_view::npos);
}

TEST(HeadFields, RefuseWhatWouldBreakTheMessage) {
    EXPECT_FALSE(head_fields(Secret{"sk\r\nX: y"}, {}));
    EXPECT_FALSE(head_fields(Secret{"two words"}, {}));
    EXPECT_FALSE(head_fields(Secret{}, {{"X", "a\nb"}}));
    EXPECT_FALSE(head_fields(Secret{}, {{"X: y", "z"}}));
    EXPECT_FALSE(head_fields(Secret{}, {{"content-LENGTH", "1"}}));
}

TEST(Secret, IsGoneFromWhereItWasMovedFrom) {
    Secret first{"sk-1"};
    Secret const second{std::move(first)};
    EXPECT_EQ(second.reveal(), "sk-1");
    EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that is the question
}

class AttemptClockTest : public ::testing::Test {
protected:
    TimePoint const start{1000s};
    Attempt attempt{
        .stream = true, .timeouts = {.first_token = 10s, .gap = 3s, .total = 60s}, .deadline = TimePoint::max()};
};

TEST_F(AttemptClockTest, WaitsForTheFirstTokenThenForEachNextOne) {
    AttemptClock clock{attempt, start};
    EXPECT_EQ(clock.limit(), start + 10s);
    clock.token(start + 4s);
    EXPECT_EQ(clock.limit(), start + 7s);
    EXPECT_EQ(clock.first_token(), 4s);
    clock.token(start + 6s);
    EXPECT_EQ(clock.limit(), start + 9s);
    EXPECT_EQ(clock.first_token(), 4s);
}

TEST_F(AttemptClockTest, NeverPassesTheTotalNorTheRequestsDeadline) {
    AttemptClock clock{attempt, start};
    clock.token(start + 59s);
    EXPECT_EQ(clock.limit(), start + 60s);

    attempt.deadline = start + 5s;
    EXPECT_EQ((AttemptClock{attempt, start}).limit(), start + 5s);
}

TEST_F(AttemptClockTest, GivesAWholeAnswerTheTotalTime) {
    attempt.stream = false;
    EXPECT_EQ((AttemptClock{attempt, start}).limit(), start + 60s);
}

TEST_F(AttemptClockTest, DoesNotBlameTheProviderForASlowReader) {
    AttemptClock clock{attempt, start};
    clock.token(start + 1s);
    clock.paused_until(start + 20s);
    EXPECT_EQ(clock.limit(), start + 23s);
}

TEST_F(AttemptClockTest, SaysWhoseTimeRanOut) {
    attempt.deadline = start + 5s;
    AttemptClock const clock{attempt, start};
    Error const late{.code = Errc::provider_timeout};
    EXPECT_EQ(clock.name_timeout(late, start + 4s).code, Errc::provider_timeout);
    EXPECT_EQ(clock.name_timeout(late, start + 5s).code, Errc::deadline_exceeded);
    EXPECT_EQ(clock.name_timeout({.code = Errc::cancelled}, start + 5s).code, Errc::cancelled);
}

}  // namespace
}  // namespace signalbox
