#include "analysis/analyzer.hpp"
#include "fakes/manual_time.hpp"
#include "fakes/recording_sink.hpp"
#include "fakes/scripted_provider.hpp"
#include "pipeline/orchestrator.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace signalbox {
namespace {

using namespace std::chrono_literals;
using fakes::Script;
using Words = std::vector<std::string>;

// Finds every message as hard as it is told to.
class FixedAnalyzer final : public Analyzer {
public:
    explicit FixedAnalyzer(int complexity) : complexity_{complexity} {}
    [[nodiscard]] AnalysisResult analyze(ChainContext const&) const override {
        return {.complexity = complexity_,
                .category = Category::code,
                .input_tokens = {100},
                .output_tokens = {200},
                .need = 0.2,
                .confidence = 1};  // any model would do, so the cheapest is first
    }
    [[nodiscard]] std::uint64_t version() const override { return 1; }

private:
    int complexity_;
};

ModelCard card(std::string id, double quality, MicroUsd price) {
    ModelCard out;
    out.id = out.upstream_name = std::move(id);
    out.provider = "scripted";
    out.quality.offer(quality, Origin::config);
    out.price.offer({.input = price, .output = price}, Origin::config);
    out.context_window.offer(100'000, Origin::config);
    return out;
}

// Tells stories of one run: what the provider does, what the caller asks, what the reader sees.
class ChainTest : public ::testing::Test {
protected:
    ChainTest() {
        context.messages = {{Role::user, "write a sorting algorithm"}};
        snapshot.registry = ModelRegistry{{card("small", 0.3, {100'000}), card("large", 0.95, {5'000'000})}};
        snapshot.routing.quality = 0;  // the cheapest first
        snapshot.chain.judge_model = "none";
        set_complexity(5);
    }
    void set_complexity(int complexity) {
        snapshot.analyzer = std::make_shared<FixedAnalyzer>(complexity);
        snapshot.epoch = static_cast<std::uint64_t>(complexity);
    }
    ChainOrchestrator orchestrator() {
        auto providers = std::make_shared<Providers>();
        providers->emplace("scripted", std::shared_ptr<Provider>{std::shared_ptr<void>{}, &provider});
        return {time, cache, std::make_shared<Snapshot>(snapshot), providers};
    }
    // Runs to the end, or until only `limit` of time has passed.
    Result<ChainResult> ask(Duration limit = 1h) {
        auto chain = orchestrator();
        std::optional<ChainAnswer> answer;
        spawn(chain.run(context, sink, cancellation), [&](ChainAnswer a) { answer = std::move(a); });
        time.run_out(limit);
        EXPECT_TRUE(answer) << "the run hangs";
        EXPECT_EQ(sink.terminals(), 1);
        EXPECT_EQ(sink.after_terminal(), 0);
        EXPECT_TRUE(std::ranges::is_sorted(sink.progress()));
        if (!answer) return fail(Errc::internal, "hangs");
        if (!*answer) return std::unexpected(answer->error());
        return std::move(***answer);
    }

    fakes::ManualTime time;
    RouteCache cache{{}};
    Snapshot snapshot;
    fakes::ScriptedProvider provider{time};
    fakes::RecordingSink sink;
    Cancellation cancellation;
    ChainContext context;
};

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
