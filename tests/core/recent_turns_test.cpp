#include "core/recent_turns.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

ChainContext talk(std::vector<Message> messages) {
    ChainContext context;
    context.messages = std::move(messages);
    return context;
}
std::string const task(40, 't');

TEST(RecentTurns, AreTheUserTurnsNewestFirst) {
    auto const context = talk(
        {{Role::system, "be kind"}, {Role::user, task + "1"}, {Role::assistant, "answer"}, {Role::user, task + "2"}});
    auto const recent = recent_turns(context);
    ASSERT_EQ(recent.count, 2U);
    EXPECT_EQ(recent.turns[0].head, task + "2");
    EXPECT_EQ(recent.turns[1].head, task + "1");
    EXPECT_EQ(recent.total_bytes, 7U + 41 + 6 + 41);
}

TEST(RecentTurns, StopAtThreeTasks) {
    auto const context =
        talk({{Role::user, task + "1"}, {Role::user, task + "2"}, {Role::user, task + "3"}, {Role::user, task + "4"}});
    EXPECT_EQ(recent_turns(context).count, 3U);
}

TEST(RecentTurns, DoNotCountARowOfShortRepliesAsTasks) {
    auto const context = talk(
        {{Role::user, task}, {Role::user, "yes"}, {Role::user, "ok"}, {Role::user, "go on"}, {Role::user, "and?"}});
    auto const recent = recent_turns(context);
    ASSERT_EQ(recent.count, 5U);
    EXPECT_EQ(recent.turns[4].head, task);
}

TEST(RecentTurns, NeverExceedTheirLimit) {
    auto const recent = recent_turns(talk(std::vector<Message>(10'000, {Role::user, "yes"})));
    EXPECT_EQ(recent.count, RecentTurns::limit);
    EXPECT_EQ(recent.messages, 10'000U);
}

TEST(RecentTurns, KeepOnlyBothEndsOfAHugeMessage) {
    auto const context = talk({{Role::user, "begin" + std::string(1'000'000, '.') + "end"}});
    auto const recent = recent_turns(context);
    auto const& turn = recent.turns[0];
    EXPECT_TRUE(turn.clipped());
    EXPECT_EQ(turn.head.size(), Turn::end_bytes);
    EXPECT_TRUE(turn.head.starts_with("begin"));
    EXPECT_TRUE(turn.tail.ends_with("end"));
    EXPECT_EQ(turn.bytes, 1'000'008U);
}

TEST(RecentTurns, AreWhatThePersonTypedNotTheProgram) {
    auto const context = talk({{Role::user, "<task>" + task + "</task>"},
                               {Role::user, "<system-reminder>the list is empty</system-reminder>"},
                               {Role::user, "yes <environment_details>" + task + "</environment_details>"}});
    auto const recent = recent_turns(context);
    ASSERT_EQ(recent.count, 2U);
    EXPECT_EQ(recent.turns[0].head, "yes");
    EXPECT_EQ(recent.turns[1].head, task);
    EXPECT_EQ(recent.total_bytes, 13U + 40 + 52 + 47 + 40);
}

TEST(RecentTurns, AreTheProgramsWhereThereIsNothingElse) {
    auto const reminder = "<system-reminder>" + task + "</system-reminder>";
    auto const context = talk({{Role::user, "<system-reminder>old</system-reminder>"}, {Role::user, reminder}});
    auto const recent = recent_turns(context);
    ASSERT_EQ(recent.count, 1U);
    EXPECT_EQ(recent.turns[0].head, reminder);
}

TEST(RecentTurns, SeeAToolLoop) {
    EXPECT_TRUE(recent_turns(talk({{Role::user, task}, {Role::assistant, ""}, {Role::tool, "42"}})).in_tool_loop);
    EXPECT_FALSE(recent_turns(talk({{Role::tool, "42"}, {Role::user, task}})).in_tool_loop);
}

TEST(RecentTurns, AreNoneWithoutAUserMessage) {
    EXPECT_EQ(recent_turns(talk({{Role::system, "be kind"}})).count, 0U);
    EXPECT_EQ(recent_turns(talk({})).count, 0U);
}

}  // namespace
}  // namespace signalbox
