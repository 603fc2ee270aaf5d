#include "fakes/chain_story.hpp"

namespace signalbox {
namespace {

using namespace std::chrono_literals;
using fakes::Script;
using Words = std::vector<std::string>;

constexpr auto refusal = "I'm sorry, but I can't help with that.";

// Stories of a cheap and a strong model that may answer at the same time.
class SpeculativeTest : public fakes::ChainStory {
protected:
    SpeculativeTest() { context.options.strategy = Strategy::speculative; }
    void start_at_once() { snapshot.chain.speculative.delay = Duration{}; }
    static Script slow(std::vector<std::string> pieces, Duration first, Duration gap = {}) {
        return {.pieces = std::move(pieces), .first = first, .gap = gap};
    }
    static Script cut(std::vector<std::string> pieces, Duration first, Duration gap) {
        return {.pieces = std::move(pieces),
                .first = first,
                .gap = gap,
                .error = Error{Errc::provider_protocol, "", {}, {}}};
    }
    [[nodiscard]] RoutingPlan planned() {
        auto const decision = orchestrator().dry_run(context);
        EXPECT_TRUE(decision);
        return decision ? *decision->plan : RoutingPlan{};
    }
};

TEST_F(SpeculativeTest, LeavesTheStrongModelAloneWhenTheCheapOneIsQuick) {
    provider.then_for("small", slow({"quick", " answer"}, 300ms, 5s));
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->response, "quick answer");
    EXPECT_EQ(provider.asked(), (Words{"small"}));
    EXPECT_EQ(result->plan->strategy, Strategy::speculative);
    EXPECT_EQ(result->plan->team, (Words{"small", "large"}));
}

TEST_F(SpeculativeTest, StartsTheStrongModelWhenTheCheapOneIsSilent) {
    provider.then_for("small", slow({"late"}, 1min)).then_for("large", slow({"strong", " answer"}, 200ms));
    auto const before = time.now();

    auto const result = ask();

    ASSERT_TRUE(result);
    EXPECT_EQ(result->response, "strong answer");
    EXPECT_EQ(sink.screen(), "strong answer");
    EXPECT_LE(time.now() - before, 1s + 200ms + 50ms) << "the loser is awaited no longer";
    EXPECT_EQ(provider.cancelled(), 1);
}

TEST_F(SpeculativeTest, PaysForBothAndMarksTheLoser) {
    provider.then_for("small", slow({"late"}, 1min)).then_for("large", "strong answer");
    auto const result = ask();
    ASSERT_TRUE(result);
    ASSERT_EQ(result->attempts.size(), 2U);
    auto const& [loser, winner] = std::tie(result->attempts[0], result->attempts[1]);
    EXPECT_TRUE(loser.lost);
    EXPECT_EQ(loser.kind, CallKind::answer);
    EXPECT_EQ(loser.usage, (Usage{.input = {100}, .estimated = true}));
    EXPECT_EQ(winner.kind, CallKind::hedge);
    EXPECT_FALSE(winner.lost);
    EXPECT_EQ(result->cost, *loser.cost + *winner.cost);
}

TEST_F(SpeculativeTest, StartsBothAtOnceWhenConfigured) {
    start_at_once();
    provider.then_for("small", slow({"cheap"}, 200ms)).then_for("large", slow({"strong"}, 300ms));
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->response, "cheap");
    EXPECT_EQ(provider.asked(), (Words{"small", "large"}));
}

TEST_F(SpeculativeTest, LearnsHowLongTheCheapModelTakes) {
    for (int i = 0; i < 25; ++i) {
        provider.then_for("small", slow({"usual"}, 100ms));
        ASSERT_TRUE(ask());
        sink = {};
    }
    provider.then_for("small", slow({"late"}, 1min)).then_for("large", "strong");
    auto const before = time.now();
    ASSERT_TRUE(ask());
    EXPECT_GE(time.now() - before, 100ms);
    EXPECT_LE(time.now() - before, 150ms);
}

TEST_F(SpeculativeTest, LearnsNothingForStreamsFromWholeAnswers) {
    context.options.stream = StreamPolicy::off;
    for (int i = 0; i < 25; ++i) {
        provider.then_for("small", slow({"whole"}, 500ms));
        ASSERT_TRUE(ask());
        sink = {};
    }
    context.options.stream = StreamPolicy::optimistic;
    provider.then_for("small", slow({"late"}, 1min)).then_for("large", "strong");
    auto const before = time.now();
    ASSERT_TRUE(ask());
    EXPECT_GE(time.now() - before, 1s) << "the usual delay";

    sink = {};
    context.options.stream = StreamPolicy::off;
    provider.then_for("small", slow({"late"}, 1min)).then_for("large", "strong");
    auto const again = time.now();
    ASSERT_TRUE(ask());
    EXPECT_GE(time.now() - again, 500ms);
    EXPECT_LE(time.now() - again, 700ms) << "whole answers have learned";
}

TEST_F(SpeculativeTest, ReplacesTheTextOfTheLeaderWhenTheOtherWins) {
    start_at_once();
    provider.then_for("small", slow({"a slow", " start"}, 100ms, 1min)).then_for("large", slow({"done"}, 2s));
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->model, "large");
    EXPECT_EQ(sink.text(), "a slowdone");
    EXPECT_EQ(sink.screen(), "done");
    EXPECT_EQ(sink.numbers(), (std::vector{0, 1}));
}

TEST_F(SpeculativeTest, GoesOnWithTheOtherTextWhenTheLeaderFails) {
    start_at_once();
    provider.then_for("small", cut({"broken", "off"}, 100ms, 1s))
        .then_for("large", slow({"one", " two", " three"}, 200ms, 500ms));
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(sink.screen(), "one two three");
    EXPECT_EQ(sink.numbers(), (std::vector{0, 1}));
    EXPECT_TRUE(sink.told("callfailed:provider_protocol"));
}

TEST_F(SpeculativeTest, GivesAnEarlierAttemptThatTakesOverANewNumber) {
    start_at_once();
    provider.then_for("large", cut({"broken", "off"}, 100ms, 1s))
        .then_for("small", slow({"one", " two", " three"}, 200ms, 500ms));
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(sink.screen(), "one two three");
    EXPECT_EQ(sink.numbers(), (std::vector{1, 2}));
}

TEST_F(SpeculativeTest, LetsTheStrongModelWinWhenTheCheapAnswerIsPoor) {
    start_at_once();
    provider.then_for("small", slow({refusal}, 100ms)).then_for("large", slow({"strong"}, 1s));
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->response, "strong");
    EXPECT_TRUE(result->validated);
    EXPECT_TRUE(sink.told("rejected"));
}

TEST_F(SpeculativeTest, ShowsNothingToAGatedReaderBeforeTheWinnerIsCommitted) {
    start_at_once();
    context.options.stream = StreamPolicy::gated;
    provider.then_for("small", slow({"cheap", " and slow"}, 100ms, 10s))
        .then_for("large", slow({"strong", " and steady"}, 300ms, 1s));
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(sink.text(), "strong and steady");
    EXPECT_EQ(provider.cancelled(), 1);
}

TEST_F(SpeculativeTest, CancelsTheOtherAtOnceWhenOneIsCommitted) {
    start_at_once();
    context.options.stream = StreamPolicy::gated;
    snapshot.chain.hold_time = 1s;
    provider.then_for("small", slow({"cheap", " and", " good"}, 100ms, 2s)).then_for("large", slow({"strong"}, 5s));
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->model, "small");
    EXPECT_EQ(sink.text(), "cheap and good");
    EXPECT_EQ(provider.cancelled(), 1);
}

TEST_F(SpeculativeTest, EndsWithTheErrorWhenCommittedTextBreaksOff) {
    start_at_once();
    context.options.stream = StreamPolicy::gated;
    snapshot.chain.hold_time = 1s;
    provider.then_for("small", cut({"cheap", " and"}, 100ms, 2s)).then_for("large", slow({"strong"}, 5s));
    auto const result = ask();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::provider_protocol);
    EXPECT_EQ(provider.asked().size(), 2U);
}

TEST_F(SpeculativeTest, ShowsAStrictReaderTheWinnerAlone) {
    start_at_once();
    context.options.stream = StreamPolicy::strict;
    provider.then_for("small", slow({refusal}, 100ms)).then_for("large", slow({"strong"}, 1s));
    ASSERT_TRUE(ask());
    EXPECT_EQ(sink.text(), "strong");
}

TEST_F(SpeculativeTest, FallsBackLikeSingleWhenTheCheapModelFailsAtOnce) {
    provider.then_for("small", Script{.error = Error{Errc::provider_rate_limited, "", {}, {}}})
        .then_for("large", "strong");
    auto const before = time.now();
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->response, "strong");
    EXPECT_EQ(time.now(), before) << "nobody waits for the moment of the race";
    EXPECT_TRUE(sink.told("retrying:large"));
}

TEST_F(SpeculativeTest, ReturnsTheBetterAnswerFlaggedWhenNeitherPasses) {
    start_at_once();
    provider.then_for("small", slow({refusal}, 100ms)).then_for("large", slow({""}, 1s));
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_FALSE(result->validated);
    EXPECT_EQ(result->response, refusal);
    EXPECT_EQ(sink.screen(), refusal);
}

TEST_F(SpeculativeTest, FailsWhenBothModelsFail) {
    start_at_once();
    Error const error{Errc::provider_auth, "", {}, {}};
    provider.then_for("small", Script{.first = 1s, .error = error})
        .then_for("large", Script{.first = 2s, .error = error});
    auto const result = ask();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::provider_auth);
    EXPECT_EQ(sink.records().size(), 2U);
}

TEST_F(SpeculativeTest, StopsBothWhenTheClientLeaves) {
    start_at_once();
    provider.then_for("small", slow({"a"}, 1min)).then_for("large", slow({"b"}, 1min));
    auto chain = orchestrator();
    std::optional<ChainAnswer> answer;
    spawn(chain.run(context, sink, cancellation), [&](ChainAnswer a) { answer = std::move(a); });
    time.advance(1s);

    cancellation.request(Errc::cancelled);
    time.advance(0s);

    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->error().code, Errc::cancelled);
    EXPECT_EQ(provider.cancelled(), 2);
    EXPECT_EQ(sink.terminals(), 1);
    EXPECT_EQ(sink.records().size(), 2U);
    EXPECT_FALSE(time.somebody_waits());
}

TEST_F(SpeculativeTest, TakesAHedgeForEachSecondModel) {
    start_at_once();
    snapshot.chain.speculative.max_share = 0;
    for (int i = 0; i < 10; ++i) {
        provider.then_for("small", slow({"slow"}, 1s));
        ASSERT_TRUE(ask());
        sink = {};
    }
    EXPECT_EQ(planned().strategy, Strategy::single);
    EXPECT_NE(planned().strategy_reason.find("enough requests"), std::string::npos) << planned().strategy_reason;
}

TEST_F(SpeculativeTest, DegradesWithToolsBecauseTheyMayHaveEffects) {
    context.needs_tools = true;
    auto cards = std::vector{fakes::card("small", 0.3, {100'000}), fakes::card("large", 0.95, {5'000'000})};
    for (auto& each : cards) each.tools.offer(true, Origin::config);
    snapshot.registry = ModelRegistry{cards};
    EXPECT_EQ(planned().strategy, Strategy::single);
    EXPECT_NE(planned().strategy_reason.find("tools"), std::string::npos);
}

TEST_F(SpeculativeTest, DegradesWithoutASecondModel) {
    context.options.allowed_models = {"small"};
    EXPECT_EQ(planned().strategy, Strategy::single);
    EXPECT_NE(planned().strategy_reason.find("no second model"), std::string::npos);
}

TEST_F(SpeculativeTest, DegradesWhenASecondAttemptIsNotAllowed) {
    context.options.max_retries = 0;
    EXPECT_EQ(planned().strategy, Strategy::single);
    EXPECT_NE(planned().strategy_reason.find("one attempt"), std::string::npos);
}

TEST_F(SpeculativeTest, DegradesForAPinnedModel) {
    context.model = "large";
    EXPECT_EQ(planned().strategy, Strategy::single);
    EXPECT_NE(planned().strategy_reason.find("pins"), std::string::npos);
}

TEST_F(SpeculativeTest, DegradesWhenBothTogetherCostTooMuch) {
    context.options.max_cost = MicroUsd{1'930};  // 39 and 1,920
    EXPECT_EQ(planned().strategy, Strategy::single);
    EXPECT_NE(planned().strategy_reason.find("more than the limit"), std::string::npos);
}

TEST_F(SpeculativeTest, SaysNothingOfStrategiesWhenNobodyAsked) {
    context.options.strategy.reset();
    EXPECT_TRUE(planned().strategy_reason.empty());
    EXPECT_TRUE(planned().team.empty());
}

TEST_F(SpeculativeTest, IsTheDefaultWhenConfigured) {
    context.options.strategy.reset();
    snapshot.chain.strategy = Strategy::speculative;
    EXPECT_EQ(planned().strategy, Strategy::speculative);
}

}  // namespace
}  // namespace signalbox
