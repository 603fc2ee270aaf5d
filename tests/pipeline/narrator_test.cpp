#include "pipeline/narrator.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

TEST(Narrator, TellsTheStagesOfTheGuide) {
    Narrator narrator{true};
    AnalysisResult const analysis{.complexity = 8, .category = Category::code};
    RoutingPlan plan;
    plan.primary = "claude-sonnet";
    ExecutionResult execution;
    execution.usage.output = {2000};
    ValidationResult const nine{.verdict = Verdict::valid, .score = 9, .judge = "j"};
    ChainResult result;
    result.latency = 5200ms;
    result.response = "the answer";

    EXPECT_EQ(narrator.tell(event::Received{})->message, "🔍 Analyzing your query...");
    EXPECT_EQ(narrator.tell(event::Analyzed{analysis})->message, "📊 Complexity: 8/10 (code)");
    EXPECT_EQ(narrator.tell(event::Routing{})->message, "🧭 Selecting optimal model...");
    EXPECT_EQ(narrator.tell(event::Routed{plan})->message, "🎯 Routed to claude-sonnet");
    EXPECT_EQ(narrator.tell(event::Started{0, "claude-sonnet"})->message,
              "🤖 Generating response with claude-sonnet...");
    EXPECT_EQ(narrator.tell(event::Answered{0, execution})->message, "✨ Response generated (2000 tokens)");
    EXPECT_EQ(narrator.tell(event::Validating{0})->message, "🔬 Validating response quality...");
    EXPECT_EQ(narrator.tell(event::Validated{0, nine})->message, "✅ Quality verified (9/10)");
    auto const last = narrator.tell(event::Completed{result});
    EXPECT_EQ(last->message, "✅ Complete! (5.2s)");
    EXPECT_EQ(last->progress, 1.0);
    EXPECT_EQ(last->content, "the answer");
}

TEST(Narrator, SaysWhenTheRouteCameFromTheCache) {
    Narrator narrator{true};
    RoutingPlan plan;
    plan.primary = "m";
    auto const told = narrator.tell(event::Routed{plan, true});
    EXPECT_EQ(told->message, "💾 Using cached routing (m)");
    EXPECT_TRUE(told->cache_hit);
}

TEST(Narrator, LeavesPicturesOutWhenToldTo) {
    Narrator narrator{false};
    EXPECT_EQ(narrator.tell(event::Received{})->message, "Analyzing your query...");
}

TEST(Narrator, NeverMovesProgressBack) {
    Narrator narrator{true};
    ValidationResult const poor{.verdict = Verdict::invalid};
    EXPECT_EQ(narrator.tell(event::Validating{0})->progress, 0.8);
    EXPECT_EQ(narrator.tell(event::Rejected{0, poor, 1})->progress, 0.8);
    EXPECT_EQ(narrator.tell(event::Started{1, "better"})->progress, 0.8);
    EXPECT_EQ(narrator.tell(event::Arrived{1, Delta{.text = "x"}})->progress, 0.8);
}

TEST(Narrator, MovesFromHalfTowardsSevenTenthsWhileTokensArrive) {
    Narrator narrator{true};
    static_cast<void>(narrator.tell(event::Started{0, "m"}));
    double before = 0.5;
    for (int i = 0; i < 1000; ++i) {
        auto const told = narrator.tell(event::Arrived{0, Delta{.text = "x"}});
        EXPECT_GE(told->progress, before);
        EXPECT_LE(told->progress, 0.7);
        EXPECT_TRUE(told->message.empty());
        before = told->progress;
    }
    EXPECT_GT(before, 0.65);
}

TEST(Narrator, NamesTheModelThatFailedAndTheOneThatFollows) {
    Narrator narrator{true};
    Error const error{Errc::provider_timeout, "secret words of the provider", {}, {}};
    auto const told = narrator.tell(event::CallFailed{0, "a", error, "b", 1});
    EXPECT_EQ(told->message, "⚠️ a failed (provider_timeout). Trying b...");
}

TEST(Narrator, SaysWhyAnAnswerWasStoppedEarly) {
    Narrator narrator{true};
    ValidationResult const poor{.verdict = Verdict::invalid, .score = 1, .issues = {"refusal: says \"I can't\""}};
    EXPECT_EQ(narrator.tell(event::Rejected{.validation = poor, .stopped = true})->message,
              "⚠️ Stopped early: refusal: says \"I can't\". Retrying...");
    EXPECT_EQ(narrator.tell(event::Rejected{.validation = poor})->message, "⚠️ Quality check failed. Retrying...");
    EXPECT_EQ(narrator.tell(event::Validated{.validation = poor, .stopped = true})->message,
              "⚠️ Quality check failed (1/10). Stopped early: refusal: says \"I can't\"");
}

TEST(Narrator, EndsWithAnErrorWithoutClaimingProgress) {
    Narrator narrator{true};
    static_cast<void>(narrator.tell(event::Received{}));
    Error const error{Errc::provider_timeout, "Model unavailable", {}, {}};
    auto const told = narrator.tell(event::Failed{error, 2});
    EXPECT_EQ(told->message, "❌ Error: Model unavailable");
    EXPECT_EQ(told->progress, 0.1);
    EXPECT_EQ(told->attempts, 2);
    EXPECT_TRUE(told->terminal());
}

}  // namespace
}  // namespace signalbox
