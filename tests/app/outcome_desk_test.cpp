#include "app/outcome_desk.hpp"

#include "routing/scoring.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace signalbox::app {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t today = 20'000 * FeedbackQuota::seconds_a_day;

ModelCard card(std::string id, double quality) {
    ModelCard made;
    made.id = made.upstream_name = std::move(id);
    made.provider = "p";
    made.quality.offer(quality, Origin::config);
    made.price.offer({.input = {100}, .output = {100}}, Origin::config);
    return made;
}

std::string id_of(int number) {
    auto const digits = std::to_string(number);
    return std::string(32 - digits.size(), '0') + digits;
}

// Runs end, people rate them, and the outcomes that are made of it lie in `taken`.
class OutcomeDeskTest : public ::testing::Test {
protected:
    OutcomeDeskTest() { snapshot.registry = ModelRegistry{{card("small", 0.4), card("large", 0.9)}}; }

    static AttemptRecord attempt(std::string model, Verdict verdict, double judged = -1) {
        AttemptRecord record{.model = std::move(model), .cost = MicroUsd{42}};
        record.validation = ValidationResult{.verdict = verdict, .score = judged};
        if (judged >= 0) record.validation->judge = "judge";
        return record;
    }
    // A run of these attempts, the last of which gave the answer.
    void ended(int number, std::vector<AttemptRecord> attempts, std::string_view key = "", double explored = 0) {
        ChainContext context;
        context.request_id = id_of(number);
        context.messages = {{Role::user, "Write a function that merges two sorted lists"}};
        ChainResult result{.model = attempts.back().model};
        result.analysis = {.complexity = 5, .category = Category::code, .need = 0.4};
        for (std::size_t i = 0; i < attempts.size(); ++i) attempts[i].nth = static_cast<int>(i);
        result.plan =
            std::make_shared<RoutingPlan const>(RoutingPlan{.primary = attempts.front().model, .explored = explored});
        result.attempts = std::move(attempts);
        desk.ended(context, result, snapshot, key, now);
    }
    void judged_run(int number, std::string_view key = "") {
        ended(number, {attempt("small", Verdict::valid, 9)}, key);
    }
    Result<FeedbackEffect> rate(int number, Rating rating, std::string_view key = "") {
        return desk.rate({.run = *read_run_id(id_of(number)), .rating = rating, .key = key}, now);
    }
    Result<FeedbackEffect> score(int number, double score, std::string_view key = "") {
        return rate(number, {.score = score}, key);
    }
    Result<FeedbackEffect> prefer(int better, int worse, std::string_view key = "") {
        return rate(better, {.preferred_over = read_run_id(id_of(worse))}, key);
    }
    // The last word of each statement.
    std::map<std::uint64_t, Outcome> standing() const {
        std::map<std::uint64_t, Outcome> last;
        for (auto const& outcome : taken) last[outcome.id] = outcome;
        return last;
    }
    std::vector<Outcome> told() const {
        std::vector<Outcome> list;
        for (auto const& [id, outcome] : standing()) {
            if (is_told(outcome.source) && outcome.weight > 0) list.push_back(outcome);
        }
        return list;
    }

    Snapshot snapshot;
    TimePoint now{1000h};
    std::vector<Outcome> taken;
    bool full = false;
    std::vector<std::pair<RunId, std::optional<double>>> ratings;  // as the records hear of them
    OutcomeDesk desk{{1, 2},
                     5,
                     WallClock{now, today},
                     [this](Outcome outcome) {
                         if (!full) taken.push_back(std::move(outcome));
                         return !full;
                     },
                     [](LearningState& state) { state.outcomes = 7; },
                     [this](RunId const& run, std::optional<double> feedback) { ratings.emplace_back(run, feedback); }};
};

TEST_F(OutcomeDeskTest, MakesAnOutcomeOfAJudgedAnswer) {
    judged_run(1);
    ASSERT_EQ(taken.size(), 1U);
    auto const& outcome = taken[0];
    EXPECT_EQ(outcome.source, OutcomeSource::judge);
    EXPECT_EQ(outcome.model, model_tag("small"));
    EXPECT_EQ(outcome.category, Category::code);
    EXPECT_EQ(outcome.score, 1);
    EXPECT_EQ(outcome.at, today);
    EXPECT_EQ(outcome.party, 0U);
    EXPECT_EQ(outcome.cost, MicroUsd{42});
    EXPECT_FALSE(outcome.explored);
    EXPECT_EQ(outcome.propensity, 1);
}

TEST_F(OutcomeDeskTest, RemembersWhatRoutingExpected) {
    auto cards = std::vector{card("small", 0.4), card("large", 0.9)};
    cards[0].learned = LearnedSkill{.skill = -1};
    snapshot.registry = ModelRegistry{cards};
    judged_run(1);
    auto const& outcome = taken.at(0);
    EXPECT_NEAR(outcome.predicted, 1 / (1 + std::exp(-(outcome.prior - 1))), 1e-6)
        << "the prior is without what was learned";
}

TEST_F(OutcomeDeskTest, KeepsTheNumbersOfTheMessageForWhoeverRatesIt) {
    judged_run(1);
    ASSERT_TRUE(score(1, 1));
    EXPECT_FALSE(taken.at(0).row.cells.empty());
    EXPECT_EQ(told().at(0).row, taken[0].row);
    EXPECT_NEAR(taken[0].strength, strength_of(card("small", 0.4)), 1e-6);
}

TEST_F(OutcomeDeskTest, MakesNumbersOfUnmeasuredRunsOnceSomebodyRates) {
    ended(1, {AttemptRecord{.model = "large"}});
    ASSERT_TRUE(score(1, 1));
    EXPECT_TRUE(taken.back().row.cells.empty());
    ended(2, {AttemptRecord{.model = "large"}});
    ASSERT_TRUE(score(2, 1));
    EXPECT_FALSE(taken.back().row.cells.empty());
}

TEST_F(OutcomeDeskTest, MakesAnOutcomeOfEachAttemptOfAnEscalation) {
    ended(1, {attempt("small", Verdict::invalid), attempt("large", Verdict::valid, 9)});
    ASSERT_EQ(taken.size(), 2U);
    EXPECT_EQ(taken[0].model, model_tag("small"));
    EXPECT_EQ(taken[0].source, OutcomeSource::escalated);
    EXPECT_EQ(taken[0].score, 0);
    EXPECT_EQ(taken[1].model, model_tag("large"));
    EXPECT_EQ(taken[1].score, 1);
    EXPECT_EQ(run_of(taken[0].id), run_of(taken[1].id));
    EXPECT_NE(taken[0].id, taken[1].id);
}

TEST_F(OutcomeDeskTest, KeepsOneInEightOfChecksThatPassedForAll) {
    for (int i = 1; i <= 4000; ++i) ended(i, {attempt("small", Verdict::valid)});
    EXPECT_NEAR(static_cast<double>(taken.size()), 500, 80);
    EXPECT_NEAR(taken.at(0).weight, 0.4, 1e-6);
}

TEST_F(OutcomeDeskTest, KeepsAllChecksThatFailed) {
    for (int i = 1; i <= 10; ++i) ended(i, {attempt("small", Verdict::invalid)});
    EXPECT_EQ(taken.size(), 10U);
}

TEST_F(OutcomeDeskTest, SaysWhetherAModelWasTriedOut) {
    ended(1, {attempt("small", Verdict::invalid), attempt("large", Verdict::valid, 9)}, "", 0.005);
    EXPECT_TRUE(taken.at(0).explored);
    EXPECT_NEAR(taken[0].propensity, 0.005, 1e-9);
    EXPECT_FALSE(taken.at(1).explored);
}

TEST_F(OutcomeDeskTest, SkipsAModelThatIsGone) {
    ended(1, {attempt("gone", Verdict::valid, 9)});
    EXPECT_TRUE(taken.empty());
    EXPECT_EQ(score(1, 1).error().code, Errc::not_found);
}

TEST_F(OutcomeDeskTest, TakesAScore) {
    judged_run(1);
    EXPECT_EQ(score(1, 0.25), FeedbackEffect::recorded);
    ASSERT_EQ(told().size(), 1U);
    EXPECT_EQ(told()[0].source, OutcomeSource::feedback);
    EXPECT_EQ(told()[0].score, 0.25F);
    EXPECT_EQ(told()[0].weight, 1);
    EXPECT_EQ(told()[0].model, model_tag("small"));
}

TEST_F(OutcomeDeskTest, TakesAScoreForAnAnswerThatNobodyLookedAt) {
    ended(1, {AttemptRecord{.model = "large"}});
    EXPECT_TRUE(taken.empty());
    EXPECT_EQ(score(1, 1), FeedbackEffect::recorded);
    EXPECT_EQ(told().at(0).model, model_tag("large"));
}

TEST_F(OutcomeDeskTest, TakesTheSameScoreOnce) {
    judged_run(1);
    EXPECT_EQ(score(1, 0.25), FeedbackEffect::recorded);
    auto const before = taken.size();
    EXPECT_EQ(score(1, 0.25), FeedbackEffect::unchanged);
    EXPECT_EQ(taken.size(), before);
}

TEST_F(OutcomeDeskTest, LetsTheLastWordCount) {
    judged_run(1);
    EXPECT_EQ(score(1, 0), FeedbackEffect::recorded);
    EXPECT_EQ(score(1, 1), FeedbackEffect::replaced);
    ASSERT_EQ(told().size(), 1U);
    EXPECT_EQ(told()[0].score, 1);
}

TEST_F(OutcomeDeskTest, TakesTheBetterOneOfTwo) {
    ended(1, {attempt("small", Verdict::valid, 9)});
    ended(2, {attempt("large", Verdict::valid, 9)});
    EXPECT_EQ(prefer(2, 1), FeedbackEffect::recorded);
    ASSERT_EQ(told().size(), 2U);
    for (auto const& outcome : told()) {
        EXPECT_EQ(outcome.source, OutcomeSource::preferred);
        EXPECT_EQ(outcome.score, outcome.model == model_tag("large") ? 1 : 0);
        EXPECT_LT(outcome.weight, 1);
    }
    EXPECT_EQ(prefer(2, 1), FeedbackEffect::unchanged);
}

TEST_F(OutcomeDeskTest, TakesBackWhatWasSaidOfTheOther) {
    for (int i = 1; i <= 3; ++i) judged_run(i);
    ASSERT_TRUE(score(1, 0.8));
    ASSERT_TRUE(prefer(2, 1));
    EXPECT_EQ(told().size(), 3U) << "1 keeps the score of its own";
    EXPECT_EQ(prefer(2, 3), FeedbackEffect::replaced);
    EXPECT_EQ(told().size(), 3U) << "3 is the worse one now, and 1 is not";
    EXPECT_EQ(score(2, 0.5), FeedbackEffect::replaced);
    EXPECT_EQ(told().size(), 2U);
}

TEST_F(OutcomeDeskTest, LetsTheRecordsKnowWhatItsReadersSay) {
    using Said = std::pair<RunId, std::optional<double>>;
    judged_run(1);
    judged_run(2);

    ASSERT_TRUE(score(1, 0.25));
    ASSERT_TRUE(prefer(2, 1));
    ASSERT_TRUE(score(2, 0.75));  // which takes back what was said of the other

    auto const first = *read_run_id(id_of(1)), second = *read_run_id(id_of(2));
    EXPECT_EQ(ratings, (std::vector<Said>{{first, 0.25}, {second, 1}, {first, 0}, {second, 0.75}, {first, 0.25}}));
}

TEST_F(OutcomeDeskTest, KnowsNoOtherRuns) {
    judged_run(1);
    EXPECT_EQ(score(2, 1).error().param, "requestId");
    auto const refused = prefer(1, 2);
    EXPECT_EQ(refused.error().code, Errc::not_found);
    EXPECT_EQ(refused.error().param, "preferredOver");
}

TEST_F(OutcomeDeskTest, ForgetsRunsAfterADay) {
    judged_run(1);
    now += 24h - 1s;
    EXPECT_TRUE(score(1, 1));
    now += 1s;
    EXPECT_EQ(score(1, 0).error().code, Errc::not_found);
}

TEST_F(OutcomeDeskTest, LetsAKeyRateItsOwnRunsAlone) {
    judged_run(1, "alice");
    EXPECT_EQ(score(1, 0, "bob").error().code, Errc::not_found);
    EXPECT_EQ(score(1, 0).error().code, Errc::not_found) << "nor somebody without a key";
    EXPECT_EQ(score(1, 0, "alice"), FeedbackEffect::recorded);
    judged_run(2, "bob");
    EXPECT_EQ(prefer(2, 1, "bob").error().param, "preferredOver");
    EXPECT_NE(taken.at(0).party, 0U);
}

TEST_F(OutcomeDeskTest, LimitsTheRatingsOfADay) {
    for (int i = 1; i <= 7; ++i) judged_run(i, "alice");
    judged_run(8, "bob");
    for (int i = 1; i <= 5; ++i) EXPECT_TRUE(score(i, 1, "alice"));
    auto const refused = score(6, 1, "alice");
    EXPECT_EQ(refused.error().code, Errc::rate_limited);
    EXPECT_EQ(refused.error().retry_after, 24h);
    EXPECT_EQ(score(1, 1, "alice"), FeedbackEffect::unchanged) << "which says nothing new";
    EXPECT_TRUE(score(8, 1, "bob"));
    now += 24h - 1s;
    EXPECT_EQ(score(6, 1, "alice").error().retry_after, 1s);
    judged_run(9, "alice");
    now += 1s;
    EXPECT_TRUE(score(9, 1, "alice"));
}

TEST_F(OutcomeDeskTest, CountsTheRatingsOfBeforeARestart) {
    for (int i = 1; i <= 5; ++i) {
        judged_run(i, "alice");
        ASSERT_TRUE(score(i, 1, "alice"));
    }
    OutcomeDesk next{{1, 2},
                     5,
                     WallClock{now, today},
                     [](Outcome const&) { return true; },
                     [](LearningState&) {},
                     [](RunId const&, std::optional<double>) {}};
    std::vector<Outcome const*> kept;
    for (auto const& outcome : taken) kept.push_back(&outcome);
    next.remember(kept, now);
    ChainContext context;
    context.request_id = id_of(6);
    ChainResult result{.model = "small"};
    result.plan = std::make_shared<RoutingPlan const>(RoutingPlan{.primary = "small"});
    result.attempts = {attempt("small", Verdict::valid)};
    next.ended(context, result, snapshot, "alice", now);
    auto const refused = next.rate({.run = *read_run_id(id_of(6)), .rating = {.score = 1}, .key = "alice"}, now);
    EXPECT_EQ(refused.error().code, Errc::rate_limited);
}

TEST_F(OutcomeDeskTest, DoesNotClaimToHaveTakenWhatItCouldNot) {
    judged_run(1);
    full = true;
    EXPECT_EQ(score(1, 1).error().code, Errc::overloaded);
    full = false;
    EXPECT_EQ(score(1, 1), FeedbackEffect::recorded) << "the next try counts";
}

TEST_F(OutcomeDeskTest, TakesNoRatingForAnAnswerOfSeveralModels) {
    ChainContext context;
    context.request_id = id_of(1);
    ChainResult result{.model = "small", .ensemble = EnsembleResult{.combined = true}};
    result.plan = std::make_shared<RoutingPlan const>(RoutingPlan{.primary = "small"});
    result.attempts = {attempt("small", Verdict::valid, 9)};
    desk.ended(context, result, snapshot, "", now);
    EXPECT_EQ(taken.size(), 1U) << "its member was judged";
    EXPECT_EQ(score(1, 1).error().code, Errc::not_found);
}

TEST_F(OutcomeDeskTest, TellsHowManyModelsWereTriedOut) {
    ended(1, {attempt("small", Verdict::valid)}, "", 0.01);
    EXPECT_EQ(desk.state().explored, 1U);
    EXPECT_EQ(desk.state().outcomes, 7U) << "and what others know";
}

TEST_F(OutcomeDeskTest, MindsNoIdThatIsNotOfAServer) {
    ChainContext context;
    context.request_id = "mine";
    ChainResult result{.model = "small"};
    result.plan = std::make_shared<RoutingPlan const>();
    desk.ended(context, result, snapshot, "", now);
    EXPECT_TRUE(taken.empty());
}

}  // namespace
}  // namespace signalbox::app
