#include "validation/progressive_checks.hpp"

#include "validation/labelled_answers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>

namespace signalbox {
namespace {

ChainContext asking(std::string question) {
    ChainContext context;
    context.messages.push_back({Role::user, std::move(question)});
    return context;
}

std::string repeated(std::string_view text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
}

std::string numbered_prose(std::size_t size) {
    std::string out;
    for (int i = 0; out.size() < size; ++i)
        out += "Clerk " + std::to_string(i) + " carries letter " + std::to_string(i * 7919 % 10007) + " upstairs. ";
    return out;
}

// How many bytes arrive before the watcher has had enough; nothing when it lets all pass.
std::optional<std::size_t> stopped_after(ProgressiveChecks& checks, std::string_view answer, std::size_t piece = 5) {
    for (std::size_t at = 0; at < answer.size(); at += piece)
        if (checks.feed(answer.substr(at, piece))) return std::min(at + piece, answer.size());
    return std::nullopt;
}

std::optional<std::size_t> stopped_after(ChainContext const& context, std::string_view answer, std::size_t piece = 5) {
    ProgressiveChecks checks{context};
    return stopped_after(checks, answer, piece);
}

TEST(ProgressiveChecks, StopALoopSoonAfterItBegins) {
    auto const context = asking("Design a rate limiter");
    auto const good = numbered_prose(3000);
    ProgressiveChecks checks{context};
    auto const stopped = stopped_after(checks, good + repeated("It counts the requests of each client. ", 200));
    ASSERT_TRUE(stopped);
    EXPECT_LE(*stopped, good.size() + 1024);
    ASSERT_EQ(checks.findings().size(), 1U);
    EXPECT_EQ(checks.findings().front().check, "repetition");
    EXPECT_EQ(checks.findings().front().evidence, "repeats \"It counts the requests of each client.\"");
}

TEST(ProgressiveChecks, SeeALoopOfManySentencesAcrossWindows) {
    auto const context = asking("Design a rate limiter");
    std::string round;
    for (int i = 0; i < 8; ++i)
        round += "Step " + std::string(1, static_cast<char>('a' + i)) +
                 " of the plan takes a good look at what every single client has asked for in the last second. ";
    auto const stopped = stopped_after(context, repeated(round, 20));
    ASSERT_TRUE(stopped);
    EXPECT_LE(*stopped, round.size() * 5 + 1024);
}

TEST(ProgressiveChecks, SeeAPhraseWithoutAnyEndOrBreak) {
    auto const context = asking("What is a boat?");
    auto const stopped = stopped_after(context, "A boat is " + repeated("a boat and a ship and ", 500));
    ASSERT_TRUE(stopped);
    EXPECT_LE(*stopped, 1024U);
}

TEST(ProgressiveChecks, SeeTheSameLinesOfCode) {
    auto const context = asking("Add all numbers");
    auto const stopped =
        stopped_after(context, "```lua\nfunction add(a, b)\n" + repeated("  total = total + a\n", 400));
    ASSERT_TRUE(stopped);
    EXPECT_LE(*stopped, 2048U);
}

TEST(ProgressiveChecks, StopARefusalBeforeItHasExplainedItself) {
    auto const context = asking("Explain how locks work");
    auto const stopped = stopped_after(
        context,
        "I'm sorry, but I can't help with that request. " +
            std::string{"As an assistant I follow rules that were made for good reasons, and those rules say that "
                        "locks are not a topic on which I may speak, whoever asks and for whatever purpose."});
    ASSERT_TRUE(stopped);
    EXPECT_LE(*stopped, 132U);
}

TEST(ProgressiveChecks, StopProseWhereJsonWasAskedFor) {
    auto context = asking("Give me the user as JSON");
    context.needs_json = true;
    EXPECT_TRUE(stopped_after(context, numbered_prose(500)));
    EXPECT_FALSE(stopped_after(context, "{\"text\": \"" + numbered_prose(500)));
}

TEST(ProgressiveChecks, StopAnotherLanguage) {
    auto const context = asking("Wie funktioniert eine Wärmepumpe und was kostet sie?");
    std::string const english =
        "A heat pump moves heat from the air or the ground into your house. It does this with a fluid that is easy to "
        "boil: when it turns into gas it takes up heat, and when it is pressed together it gives that heat back to the "
        "water in your radiators. How much it can save depends on the house, on the price of power and on the winter. ";
    EXPECT_TRUE(stopped_after(context, english + english));
}

TEST(ProgressiveChecks, StopALongQuestionGivenBack) {
    auto const question = numbered_prose(800);
    EXPECT_TRUE(stopped_after(asking(question), question));
}

TEST(ProgressiveChecks, StopAFloodOfBlanks) {
    EXPECT_TRUE(stopped_after(asking("Why?"), std::string(5000, '\n')));
    EXPECT_FALSE(stopped_after(asking("Why?"), std::string(300, ' ') + "Because of the light."));
}

TEST(ProgressiveChecks, AreMorePatientWithTasksThatMayRepeat) {
    auto const context = asking("Write a song about rain");
    EXPECT_FALSE(stopped_after(context, repeated("And the rain comes down again, my love.\n", 15)));
    EXPECT_TRUE(stopped_after(context, repeated("And the rain comes down again, my love.\n", 200)));
}

TEST(ProgressiveChecks, SkipThoughts) {
    auto const context = asking("Design a rate limiter");
    auto const thoughts = "<think>" + repeated("Let me count the requests again. ", 200) + "</think>";
    EXPECT_FALSE(stopped_after(context, thoughts + numbered_prose(3000)));
    EXPECT_TRUE(stopped_after(context, thoughts + repeated("It counts the requests of each client. ", 200)));
}

TEST(ProgressiveChecks, StopOnlyAnEndlessLoopOnceTheTextIsCommitted) {
    auto const context = asking("Design a rate limiter");
    auto const committed = [&](std::string_view answer) {
        ProgressiveChecks checks{context};
        checks.commit();
        return stopped_after(checks, answer);
    };
    EXPECT_FALSE(committed(repeated("It counts the requests of each client. ", 15)));
    EXPECT_TRUE(committed(repeated("It counts the requests of each client. ", 200)));
    EXPECT_FALSE(committed("I'm sorry, but I can't help with that request. " + numbered_prose(500)));
}

TEST(ProgressiveChecks, NeverStopCommittedTextThatMayRepeat) {
    auto const context = asking("Print the line 'all work and no play' 500 times");
    ProgressiveChecks checks{context};
    checks.commit();
    EXPECT_FALSE(stopped_after(checks, repeated("all work and no play makes a dull boy\n", 500)));
}

TEST(ProgressiveChecks, LookAtNothingWhenTheyAreStopped) {
    auto const context = asking("Design a rate limiter");
    ProgressiveChecks checks{context};
    checks.stop();
    EXPECT_FALSE(stopped_after(checks, repeated("It counts the requests of each client. ", 200)));
    EXPECT_FALSE(checks.look());
}

TEST(ProgressiveChecks, LookAtOnceWhenTheyAreAsked) {
    auto const context = asking("Explain locks");
    ProgressiveChecks checks{context};
    EXPECT_FALSE(checks.feed("I can't help with that. "));
    EXPECT_TRUE(checks.look());
    EXPECT_EQ(checks.findings().front().check, "refusal");
    EXPECT_TRUE(checks.feed("Really not."));
}

class Pieces : public ::testing::TestWithParam<std::size_t> {};

TEST_P(Pieces, NeverStopAGoodAnswer) {
    for (auto const& sample : labelled_answers()) {
        if (sample.bad) continue;
        ProgressiveChecks checks{sample.context};
        auto const stopped = stopped_after(checks, sample.answer, GetParam());
        EXPECT_FALSE(stopped) << sample.name << " after " << *stopped << ": " << checks.findings().front().evidence;
    }
}

TEST_P(Pieces, StopWhatLoops) {
    for (auto const& sample : labelled_answers()) {
        if (sample.kind != "repetition") continue;
        auto const endless = sample.answer + repeated(sample.answer.substr(sample.answer.size() * 2 / 3), 6);
        EXPECT_TRUE(stopped_after(sample.context, endless, GetParam())) << sample.name;
    }
}

INSTANTIATE_TEST_SUITE_P(OfBytes, Pieces, ::testing::Values(1, 5, 64, 700, 5000, 1'000'000));

TEST(ProgressiveChecks, TakeNoMoreThanLinearTime) {
    auto const context = asking("Describe the clerk's work in all detail");
    auto const answer = numbered_prose(8U << 20);
    auto const begun = std::chrono::steady_clock::now();
    EXPECT_FALSE(stopped_after(context, answer));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{20});
}

}  // namespace
}  // namespace signalbox
