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

class EvenAnalyzer final : public Analyzer {
public:
    [[nodiscard]] AnalysisResult analyze(ChainContext const&) const override {
        return {.complexity = 5, .input_tokens = {100}, .output_tokens = {200}, .need = 0.2, .confidence = 1};
    }
    [[nodiscard]] std::uint64_t version() const override { return 1; }
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

// What a server with two models, its health and its retry budget does when calls fail.
class FailingChainTest : public ::testing::Test {
protected:
    FailingChainTest() {
        context.messages = {{Role::user, "tell me of cats"}};
        snapshot.registry = ModelRegistry{{card("small", 0.3, {100'000}), card("large", 0.95, {5'000'000})}};
        snapshot.routing.quality = 0;  // the cheapest first
        snapshot.chain.judge_model = "none";
        snapshot.analyzer = std::make_shared<EvenAnalyzer>();
        snapshot.health = std::make_shared<HealthIndex const>(snapshot.registry, HealthOptions{});
        snapshot.retries = std::make_shared<RetryBudget>(RetryBudgetOptions{});
        context.options.cache = false;
    }
    // One request to its end; whether it was answered. What the reader saw is in `sink`.
    bool ask() {
        sink = {};
        auto providers = std::make_shared<Providers>();
        providers->emplace("scripted", std::shared_ptr<Provider>{std::shared_ptr<void>{}, &provider});
        ChainOrchestrator chain{time, cache, std::make_shared<Snapshot>(snapshot), providers};
        Cancellation cancellation;
        std::optional<bool> answered;
        spawn(chain.run(context, sink, cancellation), [&](auto result) { answered = result.has_value(); });
        time.run_out();
        EXPECT_TRUE(answered) << "the run hangs";
        EXPECT_EQ(sink.terminals(), 1);
        EXPECT_EQ(sink.after_terminal(), 0);
        return answered.value_or(false);
    }
    [[nodiscard]] std::string last_word() const { return sink.words().back(); }
    [[nodiscard]] std::size_t calls() const { return provider.asked().size(); }
    static Script cut(std::vector<std::string> pieces, bool tools = false) {
        return {.pieces = std::move(pieces), .error = Error{Errc::upstream_truncated, "", {}, {}}, .tool_calls = tools};
    }

    fakes::ManualTime time;
    RouteCache cache{{}};
    Snapshot snapshot;
    fakes::ScriptedProvider provider{time};
    fakes::RecordingSink sink;
    ChainContext context;
};

TEST_F(FailingChainTest, AsksAnOverloadedModelOnceMoreAfterAPauseAndThenTheNext) {
    provider.then_fail(Errc::provider_overloaded).then_fail(Errc::provider_overloaded).then("fine");
    auto const before = time.now();
    EXPECT_TRUE(ask());
    EXPECT_EQ(provider.asked(), (Words{"small", "small", "large"}));
    EXPECT_GE(time.now() - before, 50ms);
    EXPECT_LE(time.now() - before, 500ms);
}

TEST_F(FailingChainTest, LeavesAModelAloneThatFailedFiveTimesInARow) {
    for (int i = 0; i < 2; ++i) {
        provider.then_fail(Errc::provider_overloaded).then_fail(Errc::provider_overloaded).then("fine");
        EXPECT_TRUE(ask());
    }
    provider.then_fail(Errc::provider_overloaded).then("fine");
    EXPECT_TRUE(ask());
    EXPECT_EQ(calls(), 8U);  // the fifth failure opens the breaker: no second try

    EXPECT_TRUE(ask());
    EXPECT_EQ(provider.asked().back(), "large");
    EXPECT_EQ(calls(), 9U);
    EXPECT_TRUE(sink.told("routed:large"));
}

TEST_F(FailingChainTest, AsksAModelAgainWhenItsRateLimitIsOver) {
    provider.then(Script{.error = Error{Errc::provider_rate_limited, "", {}, 20s}});
    EXPECT_TRUE(ask());
    EXPECT_EQ(provider.asked(), (Words{"small", "large"}));
    EXPECT_TRUE(ask());
    EXPECT_EQ(provider.asked().back(), "large");
    time.advance(20s);
    EXPECT_TRUE(ask());
    EXPECT_EQ(provider.asked().back(), "small");
}

TEST_F(FailingChainTest, RefusesAtOnceWithoutACallWhenNobodyMayBeAsked) {
    for (int i = 0; i < 20; ++i) {
        provider.then_fail(Errc::provider_timeout);
        ask();
    }
    provider.then_fail(Errc::provider_timeout);
    auto const before = calls();
    EXPECT_FALSE(ask());
    EXPECT_EQ(calls(), before);
    EXPECT_EQ(last_word(), "failed:provider_overloaded");
    EXPECT_FALSE(sink.told("started:small"));
}

TEST_F(FailingChainTest, MakesNoMoreCallsThanTheRetryBudgetAllows) {
    context.model = "large";
    snapshot.health = nullptr;  // no breaker: the budget alone
    snapshot.retries = std::make_shared<RetryBudget>(RetryBudgetOptions{.share = 0.2, .per_second = 0});
    constexpr std::size_t requests = 200;
    for (std::size_t i = 0; i < 2 * requests; ++i) provider.then_fail(Errc::provider_overloaded);
    for (std::size_t i = 0; i < requests; ++i) EXPECT_FALSE(ask());
    EXPECT_LE(calls(), requests + requests / 5);
    EXPECT_GT(calls(), requests);
}

TEST_F(FailingChainTest, SaysThatTheMoneyRanOutAndNotThatTheCallFailed) {
    context.options.max_cost = MicroUsd{40};  // the small model's call is expected to cost 30
    snapshot.registry = ModelRegistry{{card("small", 0.3, {100'000}), card("large", 0.95, {120'000})}};
    provider.then(cut({std::string(1000, 'x')}));
    EXPECT_FALSE(ask());
    EXPECT_EQ(calls(), 1U);
    EXPECT_EQ(last_word(), "failed:budget_exhausted") << ::testing::PrintToString(sink.words());
}

TEST_F(FailingChainTest, PassesOverAJudgeThatIsLeftAlone) {
    snapshot.chain.judge_model = "large";
    context.options.validate = true;
    auto* judge = snapshot.health->find("large");
    judge->settle(judge->ask(time.now(), {}), CallSign::limited, 30s, time.now(), {});
    provider.then("a thorough answer about cats");
    EXPECT_TRUE(ask());
    EXPECT_EQ(provider.asked(), (Words{"small"}));
    EXPECT_TRUE(sink.told("validated:unknown"));
}

TEST_F(FailingChainTest, AsksNoJudgeWhenTheAnswerItselfTookAllTheMoney) {
    snapshot.chain.judge_model = "large";
    context.options.validate = true;
    context.options.max_cost = MicroUsd{60};
    Script long_answer;
    for (int i = 0; i < 600; ++i) long_answer.pieces.push_back("cat " + std::to_string(i) + " sleeps, ");
    provider.then(std::move(long_answer));  // 61 micro-dollars, where 30 were expected
    EXPECT_TRUE(ask());
    EXPECT_EQ(provider.asked(), (Words{"small"}));
}

TEST_F(FailingChainTest, AsksAnyOtherModelWhenTheBestOneSaysNothing) {
    context.options.quality = 1;
    provider.then("").then("a thorough answer about cats");
    EXPECT_TRUE(ask());
    EXPECT_EQ(provider.asked(), (Words{"large", "small"}));
}

TEST_F(FailingChainTest, ShowsARefusalForItsContentToAnotherModelOnlyWhenConfigured) {
    provider.then_fail(Errc::content_policy);
    EXPECT_FALSE(ask());
    snapshot.chain.next_on_content_policy = true;
    provider.then_fail(Errc::content_policy).then("a thorough answer about cats");
    EXPECT_TRUE(ask());
}

// ---- on_cut

TEST_F(FailingChainTest, BeginsAnewAfterACutWhereReadersKnowAttempts) {
    provider.then(cut({"The cat "})).then("A whole answer.");
    EXPECT_TRUE(ask());
    EXPECT_EQ(sink.screen(), "A whole answer.");
}

TEST_F(FailingChainTest, EndsAfterACutWhenToldTo) {
    snapshot.chain.on_cut = OnCut::error;
    provider.then(cut({"The cat "}));
    EXPECT_FALSE(ask());
    EXPECT_EQ(calls(), 1U);
    EXPECT_EQ(last_word(), "failed:upstream_truncated");
}

TEST_F(FailingChainTest, NeverHidesACutBehindAnEarlierAnswer) {
    context.options.stream = StreamPolicy::gated;
    auto second = cut({"The old cat sat", " on the"});
    second.gap = 3s;
    provider.then("I'm sorry, but I can't help with that.").then(std::move(second));
    EXPECT_FALSE(ask());
    EXPECT_EQ(sink.text(), "The old cat sat on the");
    EXPECT_EQ(last_word(), "failed:upstream_truncated");
}

TEST_F(FailingChainTest, ReturnsWhatCannotBeTakenBackEvenWhenAnEarlierAnswerWasLessPoor) {
    context.options.stream = StreamPolicy::gated;
    std::string loop;
    for (int i = 0; i < 100; ++i) loop += " And so it goes on and on.";
    provider.then(Script{.pieces = {"Half of an answer about cats and"}, .finish_reason = FinishReason::length})
        .then(Script{.pieces = {"The old cat sat.", loop}, .gap = 3s});
    EXPECT_TRUE(ask());
    EXPECT_TRUE(sink.told("rejected"));
    EXPECT_TRUE(sink.told("validated:invalid:stopped"));
    EXPECT_EQ(sink.text(), "The old cat sat." + loop);
}

TEST_F(FailingChainTest, TakesCutTextOffTheScreenWhenNothingBetterCame) {
    snapshot.chain.max_attempts = 2;
    provider.then(cut({"The old cat"})).then("");
    EXPECT_TRUE(ask());
    EXPECT_EQ(sink.screen(), "");
}

TEST_F(FailingChainTest, StillReplacesAPoorAnswerWhenOnlyCutsAreFinal) {
    snapshot.chain.on_cut = OnCut::error;
    provider.then("I'm sorry, but I can't help with that.").then("a thorough answer about cats");
    EXPECT_TRUE(ask());
    EXPECT_EQ(sink.screen(), "a thorough answer about cats");
}

TEST_F(FailingChainTest, ContinuesTheTextAfterACutWhenToldTo) {
    snapshot.chain.on_cut = OnCut::proceed;
    provider.then(cut({"The old cat sat quietly", " on the"}))
        .then(Script{.pieces = {"cat sat quietly on", " the mat."}});
    EXPECT_TRUE(ask());
    EXPECT_EQ(provider.asked(), (Words{"small", "large"}));
    EXPECT_EQ(sink.screen(), "The old cat sat quietly on the mat.");
    EXPECT_EQ(sink.text(), sink.screen()) << "nothing was replaced";
}

TEST_F(FailingChainTest, ContinuesWhatAGatedReaderHasSeenToo) {
    snapshot.chain.on_cut = OnCut::proceed;
    context.options.stream = StreamPolicy::gated;
    auto first = cut({"The old cat sat", " on the"});
    first.gap = 3s;
    provider.then(std::move(first)).then(Script{.pieces = {" mat."}});
    EXPECT_TRUE(ask());
    EXPECT_EQ(sink.screen(), "The old cat sat on the mat.");
    EXPECT_EQ(sink.text(), sink.screen());
}

TEST_F(FailingChainTest, NeverReplacesContinuedTextThatAGatedReaderHasSeen) {
    snapshot.chain.on_cut = OnCut::proceed;
    context.options.stream = StreamPolicy::gated;
    auto first = cut({"The old cat sat", " on the"});
    first.gap = 3s;
    snapshot.registry = ModelRegistry{
        {card("small", 0.3, {100'000}), card("medium", 0.6, {1'000'000}), card("large", 0.95, {5'000'000})}};
    snapshot.health = std::make_shared<HealthIndex const>(snapshot.registry, HealthOptions{});
    provider.then(std::move(first)).then(Script{.pieces = {" mat and"}, .finish_reason = FinishReason::length});
    EXPECT_TRUE(ask());
    EXPECT_TRUE(sink.told("validated:invalid"));
    EXPECT_EQ(calls(), 2U) << "a poor end is no reason to begin anew";
    EXPECT_EQ(sink.text(), "The old cat sat on the mat and");
}

TEST_F(FailingChainTest, ContinuesAContinuationThatBreaksOff) {
    snapshot.chain.on_cut = OnCut::proceed;
    provider.then(cut({"The cat"})).then(cut({" sat"})).then(" down.");
    EXPECT_TRUE(ask());
    EXPECT_EQ(provider.asked(), (Words{"small", "large", "large"}));
    EXPECT_EQ(sink.screen(), "The cat sat down.");
}

TEST_F(FailingChainTest, CountsAContinuationAsAnAttempt) {
    snapshot.chain.on_cut = OnCut::proceed;
    snapshot.chain.max_attempts = 2;
    provider.then(cut({"The cat"})).then(cut({" sat"}));
    EXPECT_FALSE(ask());
    EXPECT_EQ(calls(), 2U);
    EXPECT_EQ(last_word(), "failed:upstream_truncated");
}

TEST_F(FailingChainTest, BeginsAnewWhereWhatWasCutHadNotBeenSeen) {
    snapshot.chain.on_cut = OnCut::proceed;
    context.options.stream = StreamPolicy::gated;
    provider.then(cut({"The cat "})).then("A whole answer.");
    EXPECT_TRUE(ask());
    EXPECT_EQ(sink.text(), "A whole answer.");
}

TEST_F(FailingChainTest, NeverContinuesAToolCall) {
    snapshot.chain.on_cut = OnCut::proceed;
    provider.then(cut({"calling"}, true));
    EXPECT_FALSE(ask());
    EXPECT_EQ(calls(), 1U);
}

// ---- cancellation, at each stage, in the same turn of the loop

class CancelledChainTest : public FailingChainTest {
protected:
    // Runs for a while, lets the client leave, and gives the loop 50 ms.
    void leave_after(Duration when) {
        auto providers = std::make_shared<Providers>();
        providers->emplace("scripted", std::shared_ptr<Provider>{std::shared_ptr<void>{}, &provider});
        ChainOrchestrator chain{time, cache, std::make_shared<Snapshot>(snapshot), providers};
        Cancellation cancellation;
        std::optional<Errc> ended;
        spawn(chain.run(context, sink, cancellation),
              [&](auto result) { ended = result ? Errc::internal : result.error().code; });
        time.advance(when);
        EXPECT_FALSE(ended) << "too late to leave";
        auto const started = calls();
        cancellation.request(Errc::cancelled);
        time.advance(50ms);
        EXPECT_EQ(ended, Errc::cancelled);
        EXPECT_EQ(calls(), started) << "a call began after the client had left";
        EXPECT_EQ(sink.terminals(), 1);
        EXPECT_EQ(sink.after_terminal(), 0);
        time.run_out();
    }
};

TEST_F(CancelledChainTest, EndsWhileWaitingForTheFirstToken) {
    provider.then(Script{.pieces = {"a"}, .first = 10s});
    leave_after(1s);
}

TEST_F(CancelledChainTest, EndsInTheMiddleOfAnAnswer) {
    provider.then(Script{.pieces = {"a", "b"}, .gap = 10s});
    leave_after(1s);
}

TEST_F(CancelledChainTest, EndsWhileTextIsHeld) {
    context.options.stream = StreamPolicy::strict;
    provider.then(Script{.pieces = {"a", "b"}, .gap = 10s});
    leave_after(1s);
}

TEST_F(CancelledChainTest, EndsDuringTheJudgesCall) {
    snapshot.chain.judge_model = "large";
    context.options.validate = true;
    provider.then("a thorough answer about cats").then(Script{.pieces = {"{}"}, .first = 10s});
    leave_after(1s);
}

TEST_F(CancelledChainTest, EndsDuringThePauseBeforeASecondTry) {
    provider.then_fail(Errc::provider_overloaded);
    leave_after(1ms);
}

TEST_F(CancelledChainTest, EndsDuringASecondAttempt) {
    provider.then_fail(Errc::provider_auth).then(Script{.pieces = {"a"}, .first = 10s});
    leave_after(1s);
}

TEST_F(CancelledChainTest, EndsDuringAContinuation) {
    snapshot.chain.on_cut = OnCut::proceed;
    provider.then(cut({"The cat"})).then(Script{.pieces = {" sat"}, .first = 10s});
    leave_after(1s);
}

TEST_F(CancelledChainTest, EndsWhenNothingIsStreamed) {
    context.options.stream = StreamPolicy::off;
    provider.then(Script{.pieces = {"a"}, .first = 10s});
    leave_after(1s);
}

TEST_F(CancelledChainTest, SaysNothingOfTheModel) {
    for (int i = 0; i < 10; ++i) {
        sink = {};
        provider.then(Script{.pieces = {"a"}, .first = 10s});
        leave_after(1s);
    }
    EXPECT_TRUE((HealthAt{snapshot.health.get(), time.now()}.available("small")));
}

}  // namespace
}  // namespace signalbox
