#include "analysis/builtin_analyzer.hpp"

#include "core/difficulty.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox {
namespace {

BuiltinAnalyzer const analyzer;

AnalysisResult analyze(std::vector<Message> messages, bool tools = false) {
    ChainContext context;
    context.messages = std::move(messages);
    context.needs_tools = tools;
    return analyzer.analyze(context);
}
AnalysisResult analyze(std::string text) { return analyze(std::vector<Message>{{Role::user, std::move(text)}}); }
int bucket(AnalysisResult const& result) { return static_cast<int>(result.need * 20); }

struct Prompt {
    std::string name;
    std::string text;
    Category category;
    int least;
    int most;
};
class Judged : public ::testing::TestWithParam<Prompt> {};

TEST_P(Judged, AsPeopleWould) {
    auto const& prompt = GetParam();
    auto const result = analyze(prompt.text);
    EXPECT_EQ(name(result.category), name(prompt.category)) << reasoning(result);
    EXPECT_GE(result.complexity, prompt.least) << reasoning(result);
    EXPECT_LE(result.complexity, prompt.most) << reasoning(result);
    EXPECT_EQ(result.complexity, complexity_of(result.difficulty));
    EXPECT_FALSE(result.inherited);
}

using enum Category;
auto const by_name = [](auto const& row) { return row.param.name; };

INSTANTIATE_TEST_SUITE_P(
    English, Judged,
    ::testing::Values(Prompt{"Hi", "hi", chat, 1, 1}, Prompt{"Thanks", "thanks", chat, 1, 1},
                      Prompt{"HowAreYou", "Hello, how are you?", chat, 1, 1},
                      Prompt{"Errand", "remind me to call mom at 5", chat, 1, 2},
                      Prompt{"Capital", "what is the capital of France", research, 1, 3},
                      Prompt{"Fact", "Who won the world cup in 1998?", research, 1, 4},
                      Prompt{"Explanation", "Explain quantum entanglement", research, 3, 5},
                      Prompt{"Sorting", "Write a sorting algorithm", code, 3, 6},
                      Prompt{"Bug", "Fix this bug: TypeError: undefined is not a function", code, 3, 6},
                      Prompt{"LockFree", "Implement a lock-free queue in C++", code, 5, 8},
                      Prompt{"Haiku", "Write a haiku about autumn", creative, 2, 4},
                      Prompt{"Essay", "Write a 500 word essay on the French revolution", creative, 3, 5},
                      Prompt{"Equation", "Solve x^2 + 3x - 4 = 0", analysis, 4, 6},
                      Prompt{"Proof", "Prove that the square root of 2 is irrational", analysis, 6, 8},
                      Prompt{"Comparison", "Compare the pros and cons of nuclear and solar power", analysis, 3, 6},
                      Prompt{"Translation", "Translate \"good morning\" to French", analysis, 1, 2}),
    by_name);

INSTANTIATE_TEST_SUITE_P(
    OtherLanguages, Judged,
    ::testing::Values(Prompt{"German", "Schreibe eine Funktion, die eine Liste sortiert", code, 3, 6},
                      Prompt{"French", "Écris une fonction de tri", code, 3, 6},
                      Prompt{"Spanish", "Escribe una función que ordene una lista", code, 3, 6},
                      Prompt{"Russian", "Напиши функцию сортировки", code, 3, 6},
                      Prompt{"Chinese", "写一个排序函数", code, 2, 6},
                      Prompt{"Japanese", "ソートのコードを書いて", code, 3, 6},
                      Prompt{"FrenchGreeting", "Bonjour, ça va?", chat, 1, 1},
                      Prompt{"ChineseGreeting", "你好", chat, 1, 1},
                      Prompt{"ChineseQuestion", "为什么天空是蓝色的？", research, 2, 4},
                      Prompt{"GermanProof", "Beweise, dass die Wurzel aus 2 irrational ist", analysis, 6, 8}),
    by_name);

TEST(BuiltinAnalyzer, FindsADesignWithProofHard) {
    auto const result = analyze(
        "Design a distributed rate limiter, compare trade-offs and prove that it never admits more than N requests");
    EXPECT_GE(result.complexity, 8);
    EXPECT_LE(result.complexity, 9);
    EXPECT_TRUE(result.capabilities.has(Capability::reasoning));
}

class Alike : public ::testing::TestWithParam<std::string> {};

// They must share one cached route.
TEST_P(Alike, ComesOutAsWriteASortingFunction) {
    auto const expected = analyze("Write a sorting function");
    auto const result = analyze(GetParam());
    EXPECT_EQ(result.category, expected.category);
    EXPECT_EQ(result.complexity, expected.complexity);
    EXPECT_EQ(result.capabilities, expected.capabilities);
    EXPECT_EQ(bucket(result), bucket(expected));
    EXPECT_EQ(result.output_tokens, expected.output_tokens);
}

INSTANTIATE_TEST_SUITE_P(Prompts, Alike,
                         ::testing::Values("Create a merge sort", "Implement quicksort", "Write a function",
                                           "Write a class", "Create a class", "Write a sorting algorithm",
                                           "WRITE A SORTING FUNCTION!"));

// Follow-ups, each with the turn before it.

Message const hard_task{Role::user, "Write a lock-free queue in C++ and prove that it is linearizable"};

class FollowUp : public ::testing::TestWithParam<std::string> {};

TEST_P(FollowUp, InheritsThePendingTask) {
    auto const pending = analyze(hard_task.content);
    auto const result = analyze({hard_task, {Role::assistant, "Shall I?"}, {Role::user, GetParam()}});
    EXPECT_TRUE(result.inherited);
    EXPECT_EQ(result.category, pending.category);
    EXPECT_EQ(result.complexity, pending.complexity);
    EXPECT_EQ(result.reasons[0], "continues the task before");
    EXPECT_LT(result.confidence, pending.confidence);
}

INSTANTIATE_TEST_SUITE_P(Messages, FollowUp,
                         ::testing::Values("yes", "yes, do it", "now in Rust", "commit it", "continue", "go on", "ok",
                                           "make it shorter", "try again", "ja", "继续", "да", "?", "👍"));

TEST(BuiltinAnalyzer, LooksPastARowOfShortReplies) {
    auto const result =
        analyze({hard_task, {Role::user, "yes"}, {Role::user, "ok"}, {Role::user, "go on"}, {Role::user, "continue"}});
    EXPECT_EQ(result.complexity, analyze(hard_task.content).complexity);
    EXPECT_TRUE(result.inherited);
}

TEST(BuiltinAnalyzer, TakesANewQuestionAsANewTask) {
    auto const result = analyze({hard_task, {Role::user, "What is the capital of France?"}});
    EXPECT_FALSE(result.inherited);
    EXPECT_EQ(result.category, research);
    EXPECT_LE(result.complexity, 4);
}

TEST(BuiltinAnalyzer, DoesNotTakeThanksForATask) {
    auto const result = analyze({hard_task, {Role::user, "thanks"}});
    EXPECT_FALSE(result.inherited);
    EXPECT_EQ(result.complexity, 1);
}

TEST(BuiltinAnalyzer, InheritsNothingWhereNothingIsPending) {
    EXPECT_FALSE(analyze("yes, do it").inherited);
    EXPECT_LE(analyze("yes, do it").complexity, 2);
}

TEST(BuiltinAnalyzer, ReusesTheTaskInAToolLoop) {
    auto const asked = analyze({hard_task}, true);
    auto const result = analyze({hard_task, {Role::assistant, ""}, {Role::tool, std::string(5000, 'x')}}, true);
    EXPECT_EQ(result.complexity, asked.complexity);
    EXPECT_EQ(result.category, asked.category);
    EXPECT_EQ(result.capabilities, asked.capabilities);
    EXPECT_TRUE(result.inherited);
    EXPECT_GT(result.input_tokens.count, asked.input_tokens.count + 1000);
}

TEST(BuiltinAnalyzer, AsksForToolsOnlyWhenTheRequestBringsThem) {
    EXPECT_TRUE(analyze({{Role::user, "hi"}}, true).capabilities.has(Capability::tool_use));
    EXPECT_FALSE(analyze("hi").capabilities.has(Capability::tool_use));
}

TEST(BuiltinAnalyzer, NamesTheCapabilitiesOfATask) {
    EXPECT_TRUE(analyze("hi").capabilities.has(Capability::speed));
    EXPECT_TRUE(analyze("Write a poem about the sea").capabilities.has(Capability::creativity));
    EXPECT_TRUE(analyze("Who discovered penicillin?").capabilities.has(Capability::knowledge));
    EXPECT_TRUE(analyze("Prove that there are infinitely many primes").capabilities.has(Capability::reasoning));
}

// Lengths.

TEST(BuiltinAnalyzer, ExpectsTheLengthThatIsAskedFor) {
    EXPECT_EQ(analyze("Explain quantum entanglement in one sentence").output_tokens, Tokens{30});
    EXPECT_EQ(analyze("Write an essay of 500 words on bees").output_tokens, Tokens{700});
    EXPECT_EQ(
        analyze({{Role::user, "Explain quantum entanglement"}, {Role::user, "now in two sentences"}}).output_tokens,
        Tokens{60});
}

TEST(BuiltinAnalyzer, ExpectsMoreOfADetailedAnswerThanOfABriefOne) {
    auto const plain = analyze("Explain quantum entanglement").output_tokens;
    EXPECT_LT(analyze("Briefly explain quantum entanglement").output_tokens, plain);
    EXPECT_GT(analyze("Explain quantum entanglement in detail").output_tokens, plain);
}

TEST(BuiltinAnalyzer, CountsTheWholeConversationAsInput) {
    auto const alone = analyze("Explain quantum entanglement").input_tokens.count;
    auto const result =
        analyze({{Role::system, std::string(40'000, 's')}, {Role::user, "Explain quantum entanglement"}});
    EXPECT_NEAR(static_cast<double>(result.input_tokens.count - alone), 10'000, 200);
}

// Whatever comes.

TEST(BuiltinAnalyzer, HasAResultForNoMessageAtAll) {
    auto const result = analyze(std::vector<Message>{});
    EXPECT_EQ(result.complexity, 1);
    EXPECT_EQ(result.category, chat);
    EXPECT_LE(result.confidence, 0.1);
    EXPECT_EQ(result.input_tokens, Tokens{0});
}

TEST(BuiltinAnalyzer, HasAnUnsureResultForEmptyAndBinaryInput) {
    EXPECT_LE(analyze("").confidence, 0.1);
    std::string noise;
    for (unsigned i = 0, x = 1; i < 5000; ++i, x = x * 1103515245 + 12345) noise.push_back(static_cast<char>(x >> 16));
    auto const result = analyze(noise);
    EXPECT_LE(result.confidence, 0.4);
    EXPECT_GE(result.complexity, 1);
    EXPECT_LE(result.complexity, 10);
}

TEST(BuiltinAnalyzer, IsLessSureOfWhatItDidNotReadWhole) {
    std::string const task = "Write a sorting function. ";
    std::string huge = task;
    while (huge.size() < 1'000'000) huge += "Then write another function that sorts the next list. ";
    auto const result = analyze(huge);
    EXPECT_LT(result.confidence, analyze(task).confidence);
    EXPECT_GT(result.input_tokens.count, 150'000);
    EXPECT_LT(result.input_tokens.count, 400'000);
}

TEST(BuiltinAnalyzer, SaysWhy) {
    auto const result = analyze("Prove that the integral converges and compare it with the series");
    EXPECT_NE(reasoning(result).find("asks for a proof"), std::string::npos);
    EXPECT_NE(reasoning(result).find("asks to weigh things"), std::string::npos);
}

TEST(BuiltinAnalyzer, IsTheSameEveryTime) {
    auto const once = analyze("Compare PostgreSQL and MySQL for a write-heavy workload");
    auto const again = analyze("Compare PostgreSQL and MySQL for a write-heavy workload");
    EXPECT_EQ(once.need, again.need);
    EXPECT_EQ(once.reasons, again.reasons);
}

// The estimator is exchangeable.
class Constant final : public Estimator {
public:
    Estimate estimate(Features const&) const override {
        return {.scores = {0, 0, 1, 0, 0}, .difficulty = 0.4, .need = 0.5, .confidence = 0.9};
    }
    double answer_tokens(Features const&, Category, int) const override { return 77; }
    std::uint64_t version() const override { return 42; }
};

TEST(BuiltinAnalyzer, ReportsWhatAnotherEstimatorThinks) {
    BuiltinAnalyzer const other{std::make_unique<Constant>()};
    ChainContext context;
    context.messages = {{Role::user, "Write a sorting function"}};
    auto const result = other.analyze(context);
    EXPECT_EQ(result.category, creative);
    EXPECT_EQ(result.complexity, 7);
    EXPECT_EQ(result.difficulty, 0.4);
    EXPECT_EQ(result.need, 0.5);
    EXPECT_EQ(result.output_tokens, Tokens{77});
    EXPECT_EQ(other.version(), 42U);
}

}  // namespace
}  // namespace signalbox
