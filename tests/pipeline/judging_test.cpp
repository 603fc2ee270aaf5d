#include "fakes/chain_story.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using fakes::card;
using fakes::Script;

// Runs whose answers a judge reads, under policies other than the usual one.
class JudgingTest : public fakes::ChainStory {
protected:
    JudgingTest() {
        set_complexity(9);
        snapshot.chain.judge_model = "large";
        snapshot.registry = ModelRegistry{
            {card("small", 0.3, {100'000}), card("medium", 0.6, {1'000'000}), card("large", 0.95, {5'000'000})}};
        context.options.validate = true;
    }
    static std::string scores(int n, std::string const& issue = "thin") {
        auto const s = std::to_string(n);
        return R"({"accuracy":)" + s + R"(,"completeness":)" + s + R"(,"score":)" + s + R"(,"issues":[")" + issue +
               R"("]})";
    }
    [[nodiscard]] int told() const {
        int count = 0;
        for (auto const& prompt : provider.prompts()) count += prompt.contains("found wanting") ? 1 : 0;
        return count;
    }
};

TEST_F(JudgingTest, GoesByTheCutOfTheCategory) {
    snapshot.chain.judge_cut.own[static_cast<std::size_t>(Category::code)] = 4;
    provider.then("a thin answer about sorting").then(scores(4));
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->validated);
    EXPECT_EQ(result->retry_count, 0);
}

TEST_F(JudgingTest, GoesByTheUsualCutInOtherCategories) {
    snapshot.chain.judge_cut.own[static_cast<std::size_t>(Category::creative)] = 4;
    provider.then("a thin answer about sorting").then(scores(4)).then("a thorough one about it").then(scores(9));
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->retry_count, 1);
}

TEST_F(JudgingTest, KnowsTheCategoryOfAPinnedModelsQuestion) {
    context.model = "small";
    snapshot.chain.judge_cut.own[static_cast<std::size_t>(Category::code)] = 4;
    provider.then("a thin answer about sorting").then(scores(4));
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->validated);
}

TEST_F(JudgingTest, AsksABetterModelWhenNobodyCouldJudgeAndThatIsNotEnough) {
    snapshot.chain.accept_unknown = false;
    provider.then("an answer about sorting").then("well, it is nice").then("another about sorting").then(scores(9));
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->response, "another about sorting");
    EXPECT_TRUE(result->validated);
    EXPECT_EQ(result->attempts[0].validation->verdict, Verdict::unknown);
}

TEST_F(JudgingTest, HoldsAStrictAnswerThatNobodyCouldJudge) {
    snapshot.chain.accept_unknown = false;
    context.options.stream = StreamPolicy::strict;
    provider.then("an answer about sorting").then("well, it is nice").then("another about sorting").then(scores(9));
    ASSERT_TRUE(ask());
    EXPECT_EQ(sink.text(), "another about sorting");
}

TEST_F(JudgingTest, PrefersAnAnswerThatNobodyJudgedToAPoorOne) {
    snapshot.chain.accept_unknown = false;
    snapshot.chain.max_retries = 1;
    provider.then("an answer about sorting").then("well, it is nice").then("another about sorting").then(scores(2));
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->response, "an answer about sorting");
    EXPECT_EQ(result->response, sink.screen());
    EXPECT_FALSE(result->validated);
}

TEST_F(JudgingTest, TellsTheBetterModelNothingUnlessItShall) {
    provider.then("a thin answer about sorting").then(scores(4)).then("a thorough one about it").then(scores(9));
    ASSERT_TRUE(ask());
    EXPECT_EQ(told(), 0);
}

TEST_F(JudgingTest, TellsTheBetterModelWhatWasWrong) {
    snapshot.chain.tell_issues = true;
    provider.then("a thin answer about sorting")
        .then(scores(4, "it sorts nothing"))
        .then("a thorough one about it")
        .then(scores(9));
    ASSERT_TRUE(ask());
    EXPECT_EQ(told(), 1);
    EXPECT_TRUE(provider.prompts()[2].contains("- it sorts nothing\n"));
    EXPECT_FALSE(provider.prompts()[2].contains("a thin answer about sorting"));
    EXPECT_FALSE(provider.prompts()[3].contains("found wanting")) << "the judge's own material";
}

TEST_F(JudgingTest, TellsWhyAnAnswerWasStoppedEarly) {
    snapshot.chain.tell_issues = true;
    snapshot.chain.judge_model = "none";
    provider.then(Script{.pieces = std::vector<std::string>(200, "Sort it and then sort it again. ")})
        .then("a thorough one about it");
    ASSERT_TRUE(ask());
    EXPECT_TRUE(provider.prompts()[1].contains("- repetition: "));
}

TEST_F(JudgingTest, TellsItToWhoeverAnswersWhenTheBetterModelFails) {
    snapshot.chain.tell_issues = true;
    snapshot.chain.judge_model = "none";
    provider.then("").then_fail(Errc::provider_timeout).then("a thorough one about it");
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(told(), 2);
}

}  // namespace
}  // namespace signalbox
