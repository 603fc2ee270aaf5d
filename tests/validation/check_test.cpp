#include "validation/check.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

namespace signalbox {
namespace {

ChainContext asking(std::string question) {
    ChainContext context;
    context.messages.push_back({Role::user, std::move(question)});
    return context;
}

std::vector<Finding> check(std::string_view question, std::string_view answer, bool finished = true) {
    auto const context = asking(std::string{question});
    return check_answer({.context = &context, .answer = answer, .finished = finished});
}

TEST(CheckAnswer, LetsAnEmptyTextPassWhenTheAnswerCallsTools) {
    auto const context = asking("What is the weather in Rome?");
    EXPECT_TRUE(check_answer({.context = &context, .answer = "", .tool_calls = true}).empty());
}

TEST(CheckAnswer, LooksOnlyAtTheCallsOfAnAnswerThatCallsTools) {
    auto context = asking("What is the weather in Rome?");
    std::string const tools =
        R"("tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object","required":["city"]}}}])";
    RawChat const raw{.members = {tools}};
    context.raw = &raw;
    auto const body = [](std::string const& arguments) {
        return R"({"choices":[{"message":{"tool_calls":[{"function":{"name":"weather","arguments":")" + arguments +
               R"("}}]}}]})";
    };
    auto const good = body(R"({\"city\": \"Rome\"})");
    auto const bad = body(R"({\"town\": \"Rome\"})");
    EXPECT_TRUE(check_answer({.context = &context, .tool_calls = true, .raw = good}).empty());
    auto const found = check_answer({.context = &context, .tool_calls = true, .raw = bad});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().check, "tool_arguments");
    EXPECT_EQ(found.front().evidence, R"(the arguments of "weather": the value lacks "city")");
}

TEST(CheckAnswer, WorksWithoutAContext) { EXPECT_TRUE(check_answer({.answer = "Fine."}).empty()); }

TEST(CheckAnswer, LeavesOutWhatNeedsTheWholeAnswerWhileItRuns) {
    EXPECT_TRUE(check("Tell me", "", false).empty());
    EXPECT_TRUE(check("Write code", "```python\ndef f():", false).empty());
    EXPECT_TRUE(check("Tell me", "<think>still thinking", false).empty());
}

TEST(CheckAnswer, StopsALoopWhileItRuns) {
    std::string answer = "A limiter protects a service. ";
    for (int i = 0; i < 20; ++i) answer += "It counts the requests of each client in a window. ";
    auto const found = check("Design a limiter", answer, false);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().check, "repetition");
    EXPECT_EQ(found.front().evidence, "repeats \"It counts the requests of each client in a window.\"");
}

TEST(CheckAnswer, StopsAPlainRefusalAtTheEndOfItsSentence) {
    EXPECT_TRUE(check("Explain locks", "I'm sorry, but I can't help with", false).empty());
    EXPECT_EQ(check("Explain locks", "I'm sorry, but I can't help with that. ", false).size(), 1U);
}

TEST(CheckAnswer, StopsProseWhereJsonWasAskedFor) {
    auto context = asking("Give me JSON");
    context.needs_json = true;
    EXPECT_EQ(check_answer({.context = &context, .answer = "Sure, here", .finished = false}).size(), 1U);
    EXPECT_TRUE(check_answer({.context = &context, .answer = " {\"a\": ", .finished = false}).empty());
}

TEST(CheckAnswer, TellsOfEveryFault) {
    auto const context = asking("Write code");
    auto const found =
        check_answer({.context = &context, .answer = "```c\nint x", .finish_reason = FinishReason::length});
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].check, "cut_off");
    EXPECT_EQ(found[1].check, "code_fence");
}

TEST(CheckAnswer, KeepsEvidenceShortAndWhole) {
    std::string unit;
    for (int i = 0; i < 80; ++i) unit += "\u00e4\u00f6\u00fc ";
    std::string answer;
    for (int i = 0; i < 12; ++i) answer += unit + "stop. ";
    auto const found = check("Erkl\u00e4re Umlaute", answer);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_LE(found.front().evidence.size(), 200U);
    EXPECT_TRUE(found.front().evidence.ends_with("\"")) << found.front().evidence;
}

TEST(CheckAnswer, TakesAnyBytes) {
    std::mt19937 random{7};
    std::uniform_int_distribution<int> byte{0, 255};
    constexpr std::string_view seasoning = "```\n1. {\"?.!\xe4\xb8\xad\xff<think>";
    for (int round = 0; round < 2000; ++round) {
        std::string noise;
        for (int i = 0; i < 300; ++i) {
            auto const pick = byte(random);
            noise.push_back(pick < 128 ? seasoning[static_cast<std::size_t>(pick) % seasoning.size()]
                                       : static_cast<char>(byte(random)));
        }
        auto context = asking(noise.substr(0, 150));
        context.needs_json = round % 2 == 0;
        for (auto const& finding : check_answer({.context = &context, .answer = noise, .finished = round % 3 != 0})) {
            EXPECT_LE(finding.evidence.size(), 200U);
        }
    }
}

std::string long_prose(std::size_t size) {
    std::string text;
    for (int i = 0; text.size() < size; ++i) {
        text += "In case " + std::to_string(i) + " the clerk files letter " + std::to_string(i % 10007 * 7919 % 10007) +
                " away. ";
        if (i % 5 == 4) text += '\n';
    }
    return text;
}

TEST(CheckAnswer, ReadsSixteenMegabytesInOneGo) {
    auto const begun = std::chrono::steady_clock::now();
    EXPECT_TRUE(check("Describe the clerk's work in all detail", long_prose(16U << 20)).empty());
    // Generous for sanitizers; a quadratic check would take hours.
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{20});
}

TEST(CheckAnswer, ReadsOneEndlessLineInOneGo) {
    std::string line;
    std::mt19937 random{1};
    while (line.size() < 4U << 20) line.push_back(static_cast<char>('a' + random() % 2));
    auto const begun = std::chrono::steady_clock::now();
    EXPECT_TRUE(check("What is this string made of?", line).empty());
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{20});
}

TEST(VerdictOf, AcceptsAnAnswerWithoutFindings) {
    auto const verdict = verdict_of({});
    EXPECT_EQ(verdict.verdict, Verdict::valid);
    EXPECT_EQ(verdict.score, 10);
    EXPECT_FALSE(verdict.should_retry);
    EXPECT_TRUE(verdict.judge.empty());
}

TEST(VerdictOf, ScoresByTheWorstFinding) {
    auto const verdict =
        verdict_of({{"cut_off", "the answer stops at the length limit"}, {"repetition", "repeats \"x\""}});
    EXPECT_EQ(verdict.verdict, Verdict::invalid);
    EXPECT_EQ(verdict.score, 1);
    EXPECT_TRUE(verdict.should_retry);
    EXPECT_EQ(verdict.issues,
              (std::vector<std::string>{"cut_off: the answer stops at the length limit", "repetition: repeats \"x\""}));
}

TEST(VerdictOf, GivesAnEmptyAnswerNothing) { EXPECT_EQ(verdict_of({{"empty", "the answer has no text"}}).score, 0); }

}  // namespace
}  // namespace signalbox
