#include "fakes/chain_story.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace signalbox {
namespace {

using namespace std::chrono_literals;
using fakes::card;
using fakes::Script;
using Words = std::vector<std::string>;

class ChainTest : public fakes::ChainStory {};

TEST_F(ChainTest, TellsEachStageInOrder) {
    provider.then(Script{.pieces = {"def sort", "(xs): ..."}});

    auto const result = ask();

    ASSERT_TRUE(result);
    EXPECT_EQ(result->response, "def sort(xs): ...");
    EXPECT_TRUE(result->validated);
    EXPECT_EQ(sink.words(), (Words{"received", "analyzed", "routing", "routed:small", "started:small", "text:def sort",
                                   "text:(xs): ...", "answered", "validating", "validated:valid", "completed"}));
}

TEST_F(ChainTest, TakesTheFastPathForASimpleQuestion) {
    set_complexity(1);
    provider.then("Paris.");
    ASSERT_TRUE(ask());
    EXPECT_TRUE(sink.told("fast"));
    EXPECT_FALSE(sink.told("validating"));
}

TEST_F(ChainTest, EscalatesToABetterModelWhenTheAnswerIsRejected) {
    provider.then("").then("a proper answer");

    auto const result = ask();

    ASSERT_TRUE(result);
    EXPECT_EQ(result->response, "a proper answer");
    EXPECT_EQ(result->retry_count, 1);
    EXPECT_EQ(result->attempts.size(), 2U);
    EXPECT_EQ(provider.asked(), (Words{"small", "large"}));
    EXPECT_TRUE(sink.told("rejected"));
    EXPECT_EQ(sink.screen(), "a proper answer");
}

TEST_F(ChainTest, PaysForBothAttempts) {
    provider.then("").then("a proper answer");
    auto const result = ask();
    ASSERT_TRUE(result && result->cost && result->attempts[0].cost && result->attempts[1].cost);
    EXPECT_EQ(*result->cost, *result->attempts[0].cost + *result->attempts[1].cost);
}

TEST_F(ChainTest, ReturnsTheBestAnswerFlaggedWhenNoneIsGood) {
    provider.then("I'm sorry, but I can't help with that.")
        .then_fail(Errc::provider_timeout)
        .then_fail(Errc::provider_timeout);

    auto const result = ask();

    ASSERT_TRUE(result);
    EXPECT_FALSE(result->validated);
    EXPECT_EQ(result->model, "small");
    EXPECT_EQ(sink.screen(), result->response);
}

TEST_F(ChainTest, ShowsTheBestAnswerAgainWhenALaterOneWasCut) {
    provider.then("I'm sorry, but I can't help with that.")
        .then(Script{.pieces = {"half an"}, .error = Error{Errc::upstream_truncated, "", {}, {}}})
        .then_fail(Errc::upstream_truncated);

    auto const result = ask();

    ASSERT_TRUE(result);
    EXPECT_EQ(sink.screen(), "I'm sorry, but I can't help with that.");
    EXPECT_EQ(sink.screen(), result->response);
}

TEST_F(ChainTest, FallsBackWhenTheCallFails) {
    provider.then_fail(Errc::provider_rate_limited).then("fine");
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->model, "large");
    EXPECT_TRUE(sink.told("callfailed:provider_rate_limited"));
    EXPECT_TRUE(sink.told("retrying:large"));
}

TEST_F(ChainTest, FailsWithTheLastErrorWhenEveryModelFails) {
    provider.then_fail(Errc::provider_timeout).then_fail(Errc::provider_auth);
    auto const result = ask();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::provider_auth);
    EXPECT_EQ(sink.words().back(), "failed:provider_auth");
}

TEST_F(ChainTest, ReturnsAClientsMistakeAtOnce) {
    provider.then_fail(Errc::provider_rejected);
    ASSERT_FALSE(ask());
    EXPECT_EQ(provider.asked().size(), 1U);
}

TEST_F(ChainTest, TriesTheOnlyModelAgainAfterAPause) {
    context.model = "large";
    provider.then_fail(Errc::provider_overloaded).then("fine");
    auto const before = time.now();
    ASSERT_TRUE(ask());
    EXPECT_EQ(provider.asked(), (Words{"large", "large"}));
    EXPECT_GE(time.now() - before, 50ms);
}

TEST_F(ChainTest, GoesStraightToAPinnedModelWithoutRoutingOrValidation) {
    context.model = "large";
    provider.then("");
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->direct);
    EXPECT_FALSE(sink.told("routing"));
    EXPECT_FALSE(sink.told("validating"));
    EXPECT_EQ(provider.asked(), (Words{"large"}));
}

TEST_F(ChainTest, RefusesAModelNobodyServes) {
    context.model = "gpt-9";
    auto const result = ask();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::model_not_found);
    EXPECT_EQ(result.error().param, "model");
    EXPECT_TRUE(provider.asked().empty());
}

TEST_F(ChainTest, RemembersTheRoute) {
    ASSERT_TRUE(ask());
    sink = {};
    auto const again = ask();
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->cache_hit);
    EXPECT_TRUE(sink.told("routed:small:cached"));
    EXPECT_EQ(cache.stats(time.now()).total_hits, 1U);
}

TEST_F(ChainTest, AsksTheCacheNothingWhenTheRequestSaysSo) {
    context.options.cache = false;
    ASSERT_TRUE(ask());
    EXPECT_EQ(cache.stats(time.now()).total_misses, 0U);
    EXPECT_EQ(cache.stats(time.now()).size, 0U);
}

TEST_F(ChainTest, StopsAtOnceWhenTheClientLeaves) {
    provider.then(Script{.pieces = {"a", "b"}, .gap = 10s});
    auto chain = orchestrator();
    std::optional<ChainAnswer> result;
    spawn(chain.run(context, sink, cancellation), [&](ChainAnswer a) { result = std::move(a); });
    time.advance(1s);

    cancellation.request(Errc::cancelled);
    time.advance(0s);

    ASSERT_TRUE(result);
    EXPECT_EQ(result->error().code, Errc::cancelled);
    EXPECT_EQ(provider.asked().size(), 1U);
    EXPECT_EQ(sink.terminals(), 1);
}

TEST_F(ChainTest, EndsAtTheDeadlineWhateverTheProviderDoes) {
    snapshot.chain.deadline = 5s;
    provider.then(Script{.pieces = {"a", "b"}, .first = 1min});
    auto const before = time.now();
    auto const result = ask();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::deadline_exceeded);
    EXPECT_LE(time.now() - before, 6s);
}

TEST_F(ChainTest, DoesNotEscalateBeyondTheBudget) {
    context.options.max_cost = MicroUsd{200};
    provider.then("").then("too dear");
    auto const result = ask();
    EXPECT_EQ(provider.asked(), (Words{"small"}));
    ASSERT_TRUE(result);
    EXPECT_FALSE(result->validated);
}

TEST_F(ChainTest, MakesNoRetryWhenTheRequestForbidsIt) {
    context.options.max_retries = 0;
    provider.then("");
    ASSERT_TRUE(ask());
    EXPECT_EQ(provider.asked().size(), 1U);
}

TEST_F(ChainTest, ReplacesAPoorGatedAnswerUnseen) {
    context.options.stream = StreamPolicy::gated;
    provider.then("I'm sorry, but I can't help with that.").then("a proper answer");
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_FALSE(sink.told("text:I'm sorry, but I can't help with that."));
    EXPECT_EQ(sink.screen(), "a proper answer");
}

TEST_F(ChainTest, TellsAnErrorAfterGatedTextWentOut) {
    context.options.stream = StreamPolicy::gated;
    provider.then(Script{.pieces = {"begin", "more"}, .gap = 3s, .error = Error{Errc::upstream_truncated, "", {}, {}}});
    auto const result = ask();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::upstream_truncated);
    EXPECT_EQ(provider.asked().size(), 1U);
}

TEST_F(ChainTest, NeverPutsAnEarlierAnswerBehindTextThatWasCommitted) {
    context.options.stream = StreamPolicy::gated;
    provider.then("I'm sorry, but I can't help with that.")
        .then(Script{.pieces = {"begin", "more"}, .gap = 3s, .error = Error{Errc::upstream_truncated, "", {}, {}}});
    auto const result = ask();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::upstream_truncated);
    EXPECT_EQ(sink.screen(), "beginmore");
}

TEST_F(ChainTest, CountsTheTokensOfACutAttemptEvenWhenTheRunFails) {
    Error const cut{Errc::upstream_truncated, "", {}, {}};
    context.options.max_retries = 0;
    provider.then(Script{.pieces = {"half an answer"}, .error = cut});
    ASSERT_FALSE(ask());
    ASSERT_EQ(sink.records().size(), 1U);
    EXPECT_EQ(sink.records()[0].usage, (Usage{.input = {100}, .output = {4}, .estimated = true}));
    EXPECT_EQ(sink.records()[0].cost, MicroUsd{11});
}

TEST_F(ChainTest, NeverRepeatsAToolCall) {
    provider.then(Script{.pieces = {""}, .error = Error{Errc::upstream_truncated, "", {}, {}}, .tool_calls = true});
    ASSERT_FALSE(ask());
    EXPECT_EQ(provider.asked().size(), 1U);
}

class JudgedChainTest : public ChainTest {
protected:
    JudgedChainTest() {
        set_complexity(9);
        snapshot.routing.quality = 0;
        snapshot.chain.judge_model = "large";
        snapshot.registry = ModelRegistry{
            {card("small", 0.3, {100'000}), card("medium", 0.6, {1'000'000}), card("large", 0.95, {5'000'000})}};
        context.options.validate = true;
    }
    static std::string scores(int n) {
        auto const s = std::to_string(n);
        return R"({"accuracy":)" + s + R"(,"completeness":)" + s + R"(,"score":)" + s + R"(,"issues":[]})";
    }
};

TEST_F(JudgedChainTest, AsksTheJudgeAndTellsItsScore) {
    provider.then("a thorough answer about sorting").then(scores(9));
    auto const result = ask();
    ASSERT_TRUE(result && result->validation);
    EXPECT_EQ(result->validation->score, 9);
    EXPECT_EQ(result->validation->judge, "large");
    ASSERT_EQ(result->side_calls.size(), 1U);
    EXPECT_EQ(result->side_calls[0].kind, CallKind::judge);
    EXPECT_EQ(result->cost, *result->attempts[0].cost + *result->side_calls[0].cost);
    EXPECT_EQ(provider.asked().back(), "large");
}

TEST_F(JudgedChainTest, EscalatesWhenTheJudgeIsNotPleased) {
    provider.then("a thin answer about sorting")
        .then(scores(4))
        .then("a thorough answer about sorting")
        .then(scores(9));
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->response, "a thorough answer about sorting");
    EXPECT_EQ(result->retry_count, 1) << ::testing::PrintToString(sink.words())
                                      << ::testing::PrintToString(provider.asked());
}

TEST_F(JudgedChainTest, AcceptsTheAnswerWhenTheJudgeBabbles) {
    provider.then("a thorough answer about sorting").then("well, it is nice");
    auto const result = ask();
    ASSERT_TRUE(result && result->validation);
    EXPECT_EQ(result->validation->verdict, Verdict::unknown);
    EXPECT_FALSE(result->validated);
    EXPECT_EQ(result->retry_count, 0);
}

TEST_F(JudgedChainTest, AcceptsTheAnswerWhenTheJudgeIsDown) {
    provider.then("a thorough answer about sorting").then_fail(Errc::provider_timeout);
    auto const result = ask();
    ASSERT_TRUE(result && result->validation);
    EXPECT_EQ(result->validation->verdict, Verdict::unknown);
}

TEST_F(JudgedChainTest, HoldsAStrictAnswerUntilTheJudgeAcceptsIt) {
    context.options.stream = StreamPolicy::strict;
    provider.then("a thin answer about sorting")
        .then(scores(2))
        .then("a thorough answer about sorting")
        .then(scores(8));
    ASSERT_TRUE(ask());
    EXPECT_FALSE(sink.told("text:a thin answer about sorting"));
    EXPECT_EQ(sink.screen(), "a thorough answer about sorting");
}

}  // namespace
}  // namespace signalbox
