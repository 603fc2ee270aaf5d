#include "fakes/chain_story.hpp"

#include <deque>

namespace signalbox {
namespace {

using namespace fakes;

constexpr auto harder = R"({"complexity": 9, "category": "code", "confidence": 0.9, "reasoning": "Many parts."})";
constexpr auto unsure = R"({"complexity": 9, "category": "code", "confidence": 0.2})";

// Knows the length of a message and little else.
class UnsureAnalyzer final : public Analyzer {
public:
    explicit UnsureAnalyzer(int complexity) : complexity_{complexity} {}
    [[nodiscard]] AnalysisResult analyze(ChainContext const&) const override {
        AnalysisResult result{.complexity = complexity_, .category = Category::code};
        result.input_tokens = {100};
        result.output_tokens = {200};
        result.need = 0;  // any model would do, so the cheapest is first
        result.confidence = 0.5;
        return result;
    }
    [[nodiscard]] std::uint64_t version() const override { return 1; }

private:
    int complexity_;
};

// A chain whose analyzer model "oracle" takes a second, unless a story says otherwise. Two models answer: what
// looks easy goes to the small one, what is hard to the large one.
class AnalyzerStory : public ChainStory {
protected:
    AnalyzerStory() {
        snapshot.registry = ModelRegistry{
            {card("small", 0.5, {100'000}), card("large", 0.9, {5'000'000}), card("oracle", 0.1, {100'000})}};
        snapshot.routing.quality = 0.5;
        snapshot.routing.denied_models = {"oracle"};
        snapshot.chain.analyzer = {.model = "oracle", .timeout = 2s, .below_confidence = 1};
        snapshot.analyzer = std::make_shared<UnsureAnalyzer>(4);
        snapshot.health = std::make_shared<HealthIndex const>(snapshot.registry, HealthOptions{});
    }
    void oracle_says(std::string text, Duration after = 1s) {
        provider.then_for("oracle", Script{.pieces = {std::move(text)}, .first = after});
    }
    void oracle_fails(Errc code) { provider.then_for("oracle", Script{.error = Error{code, "scripted", {}, {}}}); }
    [[nodiscard]] std::ptrdiff_t questions() const { return std::ranges::count(provider.asked(), "oracle"); }
    // The model that answers when nobody else is asked.
    std::string usual() {
        auto const plan = orchestrator().dry_run(context)->plan;
        return plan->primary;
    }
};

TEST_F(AnalyzerStory, RoutesByWhatTheModelSays) {
    ASSERT_EQ(usual(), "small");
    oracle_says(harder);
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->model, "large");
    EXPECT_EQ(result->analysis.complexity, 9);
    EXPECT_EQ(result->plan->analysis_reason, "oracle says 9/10 code: Many parts.");
}

TEST_F(AnalyzerStory, TellsTheStagesInOrderAndOnce) {
    oracle_says(harder);
    ASSERT_TRUE(ask());
    std::vector<std::string> const begin{sink.words().begin(), sink.words().begin() + 5};
    EXPECT_EQ(begin, (std::vector<std::string>{"received", "analyzed", "routing", "routed:large", "started:large"}));
    EXPECT_EQ(std::ranges::count(sink.words(), "analyzed"), 1);
}

TEST_F(AnalyzerStory, WaitsNoLongerThanTheModelTakes) {
    oracle_says(harder, 300ms);
    auto const began = time.now();
    ASSERT_TRUE(ask());
    EXPECT_EQ(time.now() - began, 300ms);
}

TEST_F(AnalyzerStory, PutsTheCallIntoTheLedger) {
    oracle_says(harder);
    auto const result = ask();
    ASSERT_TRUE(result);
    ASSERT_EQ(result->side_calls.size(), 1U);
    EXPECT_EQ(result->side_calls[0].kind, CallKind::analyzer);
    EXPECT_EQ(result->side_calls[0].outcome, SideOutcome::ok);
    EXPECT_EQ(result->side_calls[0].attempt, -1);
    EXPECT_EQ(result->attempts.size(), 1U) << "it is no attempt at an answer";
    EXPECT_EQ(result->retry_count, 0);
    EXPECT_EQ(*result->cost, *result->side_calls[0].cost + *result->attempts[0].cost);
}

TEST_F(AnalyzerStory, GoesOnWithTheBuiltinAnalysisWhenTheModelIsLate) {
    oracle_says(harder, 1min);
    auto const began = time.now();
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(time.now() - began, 2s);
    EXPECT_EQ(result->model, "small");
    EXPECT_EQ(result->analysis.complexity, 4);
    EXPECT_EQ(result->plan->analysis_reason, "oracle was late; the built-in analysis stays");
    EXPECT_EQ(result->side_calls.at(0).outcome, SideOutcome::late);
}

TEST_F(AnalyzerStory, GoesOnWithTheBuiltinAnalysisWhenTheModelBabbles) {
    oracle_says("What a question!");
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->model, "small");
    EXPECT_EQ(result->plan->analysis_reason,
              "oracle was not understood (its reply has no readable analysis); the built-in analysis stays");
    EXPECT_EQ(result->side_calls.at(0).outcome, SideOutcome::unreadable);
}

TEST_F(AnalyzerStory, GoesOnWithTheBuiltinAnalysisWhenTheCallFails) {
    oracle_fails(Errc::provider_overloaded);
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->model, "small");
    EXPECT_EQ(result->plan->analysis_reason, "oracle failed (provider_overloaded); the built-in analysis stays");
    EXPECT_EQ(result->side_calls.at(0).outcome, SideOutcome::failed);
    EXPECT_EQ(result->retry_count, 0);
}

TEST_F(AnalyzerStory, KeepsTheSurerAnalysis) {
    oracle_says(unsure);
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->model, "small");
    EXPECT_EQ(result->plan->analysis_reason,
              "oracle says 9/10 code (less sure, 0.20, than the built-in analysis, which stays)");
}

TEST_F(AnalyzerStory, KeepsTheRouteWhenNobodyCanServeWhatTheModelSays) {
    snapshot.routing.denied_models.clear();
    context.options.allowed_models = {"small"};
    oracle_says(R"({"complexity": 9, "category": "code", "confidence": 0.9, "estimatedOutputTokens": 900000})");
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->model, "small");
    EXPECT_TRUE(result->plan->analysis_reason.contains("no model can serve that")) << result->plan->analysis_reason;
    sink = {};
    EXPECT_TRUE(ask());
    EXPECT_EQ(questions(), 2) << "such an analysis is not remembered";
}

TEST_F(AnalyzerStory, AsksOnceForEqualMessagesOneAfterTheOther) {
    oracle_says(harder);
    ASSERT_TRUE(ask());
    sink = {};
    auto const again = ask();
    ASSERT_TRUE(again);
    EXPECT_EQ(questions(), 1);
    EXPECT_EQ(again->model, "large");
    EXPECT_TRUE(again->cache_hit);
    EXPECT_TRUE(again->side_calls.empty());
}

TEST_F(AnalyzerStory, RemembersAlsoThatTheBuiltinAnalysisWasTheSurerOne) {
    oracle_says(unsure);
    ASSERT_TRUE(ask());
    sink = {};
    ASSERT_TRUE(ask());
    EXPECT_EQ(questions(), 1);
}

TEST_F(AnalyzerStory, AsksAgainAfterAFailure) {
    oracle_says("What a question!");
    oracle_says(harder);
    ASSERT_TRUE(ask());
    sink = {};
    EXPECT_EQ(ask()->model, "large");
}

TEST_F(AnalyzerStory, RemembersNothingForARequestThatWantsNoCache) {
    context.options.cache = false;
    oracle_says(harder);
    oracle_says(harder);
    ASSERT_TRUE(ask());
    sink = {};
    ASSERT_TRUE(ask());
    EXPECT_EQ(questions(), 2);
}

TEST_F(AnalyzerStory, DoesNotAskAboutAPinnedModel) {
    context.model = "small";
    ASSERT_TRUE(ask());
    EXPECT_EQ(questions(), 0);
}

TEST_F(AnalyzerStory, DoesNotAskOnTheFastPath) {
    snapshot.analyzer = std::make_shared<UnsureAnalyzer>(1);
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->plan->fast_path);
    EXPECT_EQ(questions(), 0);
}

TEST_F(AnalyzerStory, DoesNotAskWhereTheBuiltinAnalysisIsSureEnough) {
    snapshot.chain.analyzer.below_confidence = 0.5;
    ASSERT_TRUE(ask());
    EXPECT_EQ(questions(), 0);
}

TEST_F(AnalyzerStory, DoesNotAskInADryRunAndSaysSo) {
    auto const decision = orchestrator().dry_run(context);
    ASSERT_TRUE(decision);
    EXPECT_EQ(questions(), 0);
    EXPECT_EQ(decision->plan->analysis_reason, "a dry run does not ask oracle; this is the built-in analysis");
}

TEST_F(AnalyzerStory, ShowsInADryRunWhatIsKnownOfTheMessage) {
    oracle_says(harder);
    ASSERT_TRUE(ask());
    auto const decision = orchestrator().dry_run(context);
    ASSERT_TRUE(decision);
    EXPECT_EQ(decision->plan->primary, "large");
    EXPECT_EQ(decision->plan->analysis_reason, "");
}

TEST_F(AnalyzerStory, DoesNotSpendOnAQuestionWhatTheAnswerNeeds) {
    auto const answer = orchestrator().dry_run(context)->plan->estimated_cost;
    ASSERT_TRUE(answer);
    context.options.max_cost = *answer + MicroUsd{5};
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(questions(), 0);
    EXPECT_EQ(result->plan->analysis_reason, "oracle would cost more than is left; the built-in analysis stays");
}

TEST_F(AnalyzerStory, RespectsTheBreakerOfItsModel) {
    auto* condition = snapshot.health->find("oracle");
    for (int i = 0; i < 5; ++i) condition->settle(condition->ask(time.now(), {}), CallSign::ill, {}, time.now(), {});
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(questions(), 0);
    EXPECT_EQ(result->plan->analysis_reason, "oracle failed (provider_overloaded); the built-in analysis stays");
}

TEST_F(AnalyzerStory, EndsWithTheDeadlineOfTheRequest) {
    context.deadline = time.now() + 500ms;
    oracle_says(harder);
    auto const began = time.now();
    auto const result = ask();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::deadline_exceeded);
    EXPECT_EQ(time.now() - began, 500ms);
    EXPECT_EQ(provider.asked().size(), 1U) << "no attempt is begun";
}

TEST_F(AnalyzerStory, TellsWhatIsWrongWithARequestWithoutAskingFirst) {
    context.options.allowed_models = {"nobody"};
    auto const result = ask();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::invalid_value);
    EXPECT_EQ(questions(), 0);
    EXPECT_TRUE(sink.told("analyzed"));
}

// Several requests on one loop.
class AnalyzerCrowd : public AnalyzerStory {
protected:
    struct Request {
        RecordingSink sink;
        Cancellation cancellation;
        ChainContext context;
        std::optional<ChainAnswer> answer;
        TimePoint ended{};
    };
    Request& start(std::string message = "write a sorting algorithm") {
        if (!chain) chain.emplace(time, cache, std::make_shared<Snapshot>(snapshot), providers());
        auto& request = requests.emplace_back();
        request.context = context;
        request.context.messages = {{Role::user, std::move(message)}};
        spawn(chain->run(request.context, request.sink, request.cancellation), [this, &request](ChainAnswer answer) {
            request.answer = std::move(answer);
            request.ended = time.now();
        });
        return request;
    }
    std::shared_ptr<Providers const> providers() {
        auto all = std::make_shared<Providers>();
        all->emplace("scripted", std::shared_ptr<Provider>{std::shared_ptr<void>{}, &provider});
        return all;
    }
    static std::string model_of(Request const& request) {
        return request.answer && *request.answer ? (**request.answer)->model : "none";
    }
    std::optional<ChainOrchestrator> chain;
    std::deque<Request> requests;
};

TEST_F(AnalyzerCrowd, SharesOneQuestion) {
    oracle_says(harder);
    auto& first = start();
    time.advance(500ms);
    auto& second = start();
    auto& third = start("Write a  SORTING algorithm");
    time.run_out();
    EXPECT_EQ(questions(), 1);
    EXPECT_EQ(model_of(first), "large");
    EXPECT_EQ(model_of(second), "large");
    EXPECT_EQ(model_of(third), "large");
    EXPECT_EQ((*first.answer)->get()->side_calls.size(), 1U);
    EXPECT_TRUE((*second.answer)->get()->side_calls.empty()) << "who waited has spent nothing";
}

TEST_F(AnalyzerCrowd, SharesAFailureToo) {
    oracle_says("What a question!");
    auto& first = start();
    auto& second = start();
    time.run_out();
    EXPECT_EQ(questions(), 1);
    EXPECT_EQ(model_of(first), "small");
    EXPECT_EQ(model_of(second), "small");
    EXPECT_TRUE((*second.answer)->get()->plan->analysis_reason.contains("was not understood"));
}

TEST_F(AnalyzerCrowd, AsksForEachDifferentMessage) {
    oracle_says(harder);
    oracle_says(harder);
    start();
    start("write a compiler");
    time.run_out();
    EXPECT_EQ(questions(), 2);
}

TEST_F(AnalyzerCrowd, DoesNotShareBetweenTenants) {
    oracle_says(harder);
    oracle_says(harder);
    start();
    context.tenant = "other";
    start();
    time.run_out();
    EXPECT_EQ(questions(), 2);
}

TEST_F(AnalyzerCrowd, AsksAgainForTheOthersWhenTheClientOfTheFirstLeaves) {
    oracle_says(harder, 1s);
    oracle_says(harder, 1s);
    auto& first = start();
    auto& second = start();
    auto& third = start();
    time.advance(500ms);
    first.cancellation.request(Errc::cancelled);
    time.run_out();
    EXPECT_EQ(first.answer->error().code, Errc::cancelled);
    EXPECT_EQ(questions(), 2);
    EXPECT_EQ(model_of(second), "large");
    EXPECT_EQ(model_of(third), "large");
    EXPECT_TRUE((*third.answer)->get()->side_calls.empty());
}

TEST_F(AnalyzerCrowd, AsksNobodyAgainForClientsThatAllLeaveAtOnce) {
    oracle_says(harder);
    auto& first = start();
    auto& second = start();
    time.advance(500ms);
    first.cancellation.request(Errc::draining);
    second.cancellation.request(Errc::draining);
    time.run_out();
    EXPECT_EQ(second.answer->error().code, Errc::draining);
    EXPECT_EQ(questions(), 1);
}

TEST_F(AnalyzerCrowd, LetsNobodyWaitLongerThanItsOwnPatience) {
    oracle_says(harder, 1min);
    oracle_says(harder, 1min);
    auto& first = start();
    time.advance(1s);
    auto const began = time.now();
    auto& second = start();
    first.cancellation.request(Errc::cancelled);
    time.run_out();
    EXPECT_EQ(model_of(second), "small");
    EXPECT_EQ(second.ended - began, 2s);
}

TEST_F(AnalyzerCrowd, LetsOneThatWaitsLeave) {
    oracle_says(harder);
    auto& first = start();
    auto& second = start();
    time.advance(500ms);
    second.cancellation.request(Errc::cancelled);
    time.run();
    ASSERT_TRUE(second.answer);
    EXPECT_EQ(second.answer->error().code, Errc::cancelled);
    time.run_out();
    EXPECT_EQ(model_of(first), "large");
}

TEST_F(AnalyzerCrowd, ChargesTheQuestionOfAClientThatLeft) {
    oracle_says(harder);
    auto& first = start();
    time.advance(500ms);
    first.cancellation.request(Errc::cancelled);
    time.run_out();
    EXPECT_EQ(first.sink.terminals(), 1);
    EXPECT_EQ(provider.cancelled(), 1);
    EXPECT_EQ(provider.asked().size(), 1U) << "no attempt after the cancellation";
}

TEST_F(AnalyzerCrowd, LeavesAModelAloneThatIsLateAgainAndAgain) {
    for (int i = 0; i < 5; ++i) {
        oracle_says(harder, 1min);
        start("question " + std::to_string(i));
        time.run_out();
    }
    auto const began = time.now();
    auto& sixth = start("one more");
    time.run_out();
    EXPECT_EQ(questions(), 5);
    EXPECT_EQ(sixth.ended, began) << "and nobody waits";
    EXPECT_EQ((*sixth.answer)->get()->plan->analysis_reason,
              "oracle is left alone after failures; the built-in analysis stays");
    time.advance(5s);
    oracle_says(harder);
    EXPECT_EQ((time.run(), model_of(start("and one later"))), "none");
    time.run_out();
    EXPECT_EQ(questions(), 6);
}

}  // namespace
}  // namespace signalbox
