#include "fakes/chain_story.hpp"
#include "validation/pick.hpp"
#include "validation/synthesis.hpp"

namespace signalbox {
namespace {

using namespace std::chrono_literals;
using fakes::card;
using fakes::Script;
using Words = std::vector<std::string>;

constexpr auto refusal = "I'm sorry, but I can't help with that.";

// Stories of three models that answer at the same time.
class EnsembleTest : public fakes::ChainStory {
protected:
    EnsembleTest() {
        context.options.strategy = Strategy::ensemble;
        snapshot.registry =
            ModelRegistry{{card("a", 0.5, {100'000}), card("b", 0.6, {1'000'000}), card("c", 0.9, {5'000'000})}};
    }
    void answers(std::string a, std::string b, std::string c) {
        provider.then_for("a", std::move(a)).then_for("b", std::move(b)).then_for("c", std::move(c));
    }
    void mode(EnsembleMode mode) { context.options.ensemble_mode = mode; }
    [[nodiscard]] RoutingPlan planned() {
        auto const decision = orchestrator().dry_run(context);
        EXPECT_TRUE(decision);
        return decision ? *decision->plan : RoutingPlan{};
    }
};

TEST_F(EnsembleTest, AsksTheBestCandidatesAtTheSameTime) {
    mode(EnsembleMode::vote);
    for (auto const* model : {"a", "b", "c"}) provider.then_for(model, Script{.pieces = {"yes"}, .first = 5s});
    auto const before = time.now();
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(time.now() - before, 5s);
    EXPECT_EQ(result->attempts.size(), 3U);
    EXPECT_EQ(result->attempts[0].kind, CallKind::member);
    EXPECT_EQ(result->plan->strategy, Strategy::ensemble);
    EXPECT_EQ(result->plan->team.size(), 3U);
}

TEST_F(EnsembleTest, TellsWhichMembersHaveAnswered) {
    mode(EnsembleMode::vote);
    answers("yes", "yes", "no");
    ASSERT_TRUE(ask());
    EXPECT_TRUE(sink.told("member:a:in"));
    EXPECT_TRUE(sink.told("member:c:in"));
}

TEST_F(EnsembleTest, VoteTakesWhatMostSay) {
    mode(EnsembleMode::vote);
    answers("**Paris**.", "The answer is Paris", "Lyon");
    auto const result = ask();
    ASSERT_TRUE(result && result->ensemble);
    EXPECT_EQ(result->response, "The answer is Paris") << "as the best of those who agree puts it";
    EXPECT_EQ(result->ensemble->agreed, 2);
    EXPECT_TRUE(result->ensemble->combined);
    EXPECT_EQ(sink.screen(), result->response);
}

TEST_F(EnsembleTest, VoteWithoutAMajorityIsTheBestModelsAnswerAndSaysSo) {
    mode(EnsembleMode::vote);
    answers("Paris", "Lyon", "Nice");
    auto const result = ask();
    ASSERT_TRUE(result && result->ensemble);
    EXPECT_EQ(result->response, "Nice");
    EXPECT_FALSE(result->ensemble->combined);
    EXPECT_NE(result->ensemble->reason.find("no majority"), std::string::npos);
}

TEST_F(EnsembleTest, CountsNoAnswerThatDoesNotPass) {
    mode(EnsembleMode::vote);
    answers(refusal, refusal, "Paris");
    context.options.ensemble_quorum = 1;
    auto const result = ask();
    ASSERT_TRUE(result && result->ensemble);
    EXPECT_EQ(result->response, "Paris");
    EXPECT_EQ(result->ensemble->answered, 1);
}

TEST_F(EnsembleTest, BestTakesWhatTheJudgePicksWhateverTheLetters) {
    mode(EnsembleMode::best);
    snapshot.chain.judge_model = "judge";
    snapshot.registry = ModelRegistry{{card("a", 0.5, {100'000}), card("b", 0.6, {100'000}), card("c", 0.9, {100'000}),
                                       card("judge", 0.95, {100'000})}};
    context.options.ensemble_models = {"a", "b", "c"};
    for (int i = 0; i < 6; ++i) {
        answers("first of all", "second to none", "third time lucky");
        provider.then_for("judge", R"({"best": "A", "reasoning": "clear"})");
        auto const result = ask();
        ASSERT_TRUE(result && result->ensemble);
        EXPECT_TRUE(result->ensemble->combined);
        auto const& prompt = provider.prompts().back();
        auto const begin = prompt.find("BEGIN ANSWER A");
        auto const line = prompt.find('\n', begin) + 1;
        EXPECT_EQ(prompt.substr(line, prompt.find('\n', line) - line), result->response);
        ASSERT_EQ(result->side_calls.size(), 1U);
        EXPECT_EQ(result->side_calls[0].kind, CallKind::judge);
        sink = {};
    }
}

TEST_F(EnsembleTest, BestFallsBackToTheBestModelWhenTheJudgeBabbles) {
    mode(EnsembleMode::best);
    snapshot.chain.judge_model = "c";
    provider.then_for("a", "one").then_for("b", "two").then_for("c", "three").then_for("c", "they are all nice");
    auto const result = ask();
    ASSERT_TRUE(result && result->ensemble);
    EXPECT_EQ(result->response, "three");
    EXPECT_FALSE(result->ensemble->combined);
    EXPECT_NE(result->ensemble->reason.find("judge"), std::string::npos);
}

TEST_F(EnsembleTest, SynthesisIsStreamedAsAnAttemptOfItsOwn) {
    answers("one", "two", "three");
    provider.then_for("c", Script{.pieces = {"all", " in", " one"}, .gap = 1s});
    auto const result = ask();
    ASSERT_TRUE(result && result->ensemble);
    EXPECT_EQ(result->response, "all in one");
    EXPECT_EQ(sink.text(), "all in one") << "members are not shown";
    EXPECT_EQ(sink.numbers(), std::vector{3});
    EXPECT_TRUE(sink.told("text: in"));
    EXPECT_EQ(result->attempts.back().kind, CallKind::synthesis);
    EXPECT_TRUE(result->validated);
    auto const& prompt = provider.prompts().back();
    for (auto const* answer : {"one", "two", "three"}) EXPECT_NE(prompt.find(answer), std::string::npos);
}

TEST_F(EnsembleTest, SynthesisByTheConfiguredModel) {
    snapshot.chain.ensemble.synthesizer = "a";
    answers("one", "two", "three");
    provider.then_for("a", "all in one");
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->model, "a");
}

TEST_F(EnsembleTest, AFailedSynthesisLeavesTheBestMembersAnswer) {
    answers("one", "two", "three");
    provider.then_for("c", Script{.pieces = {"all"}, .error = Error{Errc::upstream_truncated, "", {}, {}}});
    auto const result = ask();
    ASSERT_TRUE(result && result->ensemble);
    EXPECT_EQ(result->response, "three");
    EXPECT_EQ(sink.screen(), "three");
    EXPECT_FALSE(result->ensemble->combined);
}

TEST_F(EnsembleTest, ACommittedSynthesisThatBreaksOffIsAnError) {
    context.options.stream = StreamPolicy::gated;
    answers("one", "two", "three");
    provider.then_for("c",
                      Script{.pieces = {"all", "in"}, .gap = 3s, .error = Error{Errc::upstream_truncated, "", {}, {}}});
    auto const result = ask();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::upstream_truncated);
    EXPECT_EQ(sink.records().size(), 4U);
}

TEST_F(EnsembleTest, BelowTheQuorumTheBestSingleAnswerStandsAlone) {
    context.options.ensemble_quorum = 3;
    answers("one", refusal, "three");
    auto const result = ask();
    ASSERT_TRUE(result && result->ensemble);
    EXPECT_EQ(result->response, "three");
    EXPECT_FALSE(result->ensemble->combined);
    EXPECT_EQ(result->ensemble->reason, "2 of 3 answered, 3 are needed");
    EXPECT_EQ(provider.asked().size(), 3U) << "no synthesis";
}

TEST_F(EnsembleTest, WaitsForTheRestOnlySoLongOnceTheQuorumHasAnswered) {
    mode(EnsembleMode::vote);
    snapshot.chain.ensemble.patience = 2s;
    provider.then_for("a", "yes").then_for("b", "yes").then_for("c", Script{.pieces = {"no"}, .first = 25s});
    auto const before = time.now();
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->response, "yes");
    EXPECT_EQ(time.now() - before, 2s);
    EXPECT_TRUE(result->attempts[2].lost);
    EXPECT_TRUE(sink.told("member:c:out"));
}

TEST_F(EnsembleTest, ReturnsAPoorAnswerFlaggedWhenThereIsNoOther) {
    answers(refusal, refusal, refusal);
    auto const result = ask();
    ASSERT_TRUE(result && result->ensemble);
    EXPECT_FALSE(result->validated);
    EXPECT_FALSE(result->ensemble->combined);
}

TEST_F(EnsembleTest, FailsWhenEveryMemberFails) {
    for (auto const* model : {"a", "b", "c"})
        provider.then_for(model, Script{.error = Error{Errc::provider_auth, "", {}, {}}});
    auto const result = ask();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::provider_auth);
}

TEST_F(EnsembleTest, StopsEveryMemberWhenTheClientLeaves) {
    for (auto const* model : {"a", "b", "c"}) provider.then_for(model, Script{.pieces = {"x"}, .first = 1min});
    auto chain = orchestrator();
    std::optional<ChainAnswer> answer;
    spawn(chain.run(context, sink, cancellation), [&](ChainAnswer a) { answer = std::move(a); });
    time.advance(1s);
    cancellation.request(Errc::cancelled);
    time.advance(0s);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->error().code, Errc::cancelled);
    EXPECT_EQ(provider.cancelled(), 3);
    EXPECT_EQ(sink.terminals(), 1);
}

TEST_F(EnsembleTest, AsksTheModelsThatTheRequestNames) {
    mode(EnsembleMode::vote);
    context.options.ensemble_models = {"a", "c"};
    ASSERT_TRUE(ask());
    EXPECT_EQ(provider.asked(), (Words{"a", "c"}));
}

TEST_F(EnsembleTest, RefusesAModelNobodyKnowsByItsPlace) {
    context.options.ensemble_models = {"a", "nobody"};
    auto const result = ask();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::invalid_value);
    EXPECT_EQ(result.error().param, "options.ensemble.models[1]");
}

TEST_F(EnsembleTest, LeavesOutMembersThatTheMoneyDoesNotReachFor) {
    context.options.max_cost = MicroUsd{2'000};  // 39, 384 and 1,920
    EXPECT_EQ(planned().team.size(), 2U);
}

TEST_F(EnsembleTest, AsksOneMemberWhenThePricesAreUnknownAndTheLimitIsNothing) {
    auto cards = std::vector{card("a", 0.5, {}), card("b", 0.6, {})};
    for (auto& each : cards) each.price = {};
    snapshot.registry = ModelRegistry{cards};
    context.options.max_cost = MicroUsd{0};
    provider.then("yes");
    auto const result = ask();
    ASSERT_TRUE(result && result->ensemble);
    EXPECT_EQ(result->attempts.size(), 1U);
    EXPECT_FALSE(result->ensemble->combined);
}

TEST_F(EnsembleTest, DegradesWhenFewerThanTwoCanServe) {
    context.options.allowed_models = {"a"};
    EXPECT_EQ(planned().strategy, Strategy::single);
    EXPECT_NE(planned().strategy_reason.find("fewer than two"), std::string::npos);
}

TEST_F(EnsembleTest, DegradesASynthesisWhereJsonWasPromised) {
    auto cards = std::vector{card("a", 0.5, {100'000}), card("b", 0.6, {100'000})};
    for (auto& each : cards) each.json_mode.offer(true, Origin::config);
    snapshot.registry = ModelRegistry{cards};
    context.needs_json = true;
    EXPECT_NE(planned().strategy_reason.find("JSON"), std::string::npos);
    mode(EnsembleMode::vote);
    EXPECT_EQ(planned().strategy, Strategy::ensemble);
}

TEST_F(EnsembleTest, DegradesModeBestWithoutAJudge) {
    mode(EnsembleMode::best);
    EXPECT_NE(planned().strategy_reason.find("judge"), std::string::npos);
}

TEST_F(EnsembleTest, AsADefaultLeavesSimpleQuestionsToOneModel) {
    context.options.strategy.reset();
    snapshot.chain.strategy = Strategy::ensemble;
    EXPECT_EQ(planned().strategy, Strategy::ensemble);
    set_complexity(1);
    EXPECT_EQ(planned().strategy, Strategy::single);
}

}  // namespace
}  // namespace signalbox
