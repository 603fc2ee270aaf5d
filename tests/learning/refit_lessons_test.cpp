#include "learning/refit_lessons.hpp"

#include "learning/kept_row.hpp"
#include "learning/rated.hpp"
#include "learning/same_lessons.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

constexpr std::int64_t now = 1'000'000;

class RefitLessonsTest : public ::testing::Test {
protected:
    void say(std::string_view model, Category category, double score, int times, std::uint64_t party = 0) {
        for (int i = 0; i < times; ++i) outcomes.push_back(rated(model, category, score, party));
    }
    Refit refit(Lessons const& from = {}) const {
        return refit_lessons(pointers(outcomes), from, built_in, now, options);
    }
    // Until nothing moves any more.
    Lessons settled(Lessons lessons = {}) const {
        for (int i = 0; i < 10; ++i) lessons = refit(lessons).lessons;
        return lessons;
    }
    double chance(Lessons const& lessons, std::string_view model, Category category) const {
        return Forecast{lessons, built_in}.chance(rated(model, category, 0));
    }
    std::vector<Outcome> outcomes;
    LessonOptions options;
    Weights built_in = built_in_weights();
};

TEST_F(RefitLessonsTest, LearnsThatOneModelIsBadAtOneCategory) {
    say("cheap", Category::code, 0, 60);
    say("cheap", Category::chat, 1, 60);
    say("dear", Category::code, 1, 60);
    auto const lessons = settled();
    EXPECT_LT(chance(lessons, "cheap", Category::code), 0.2);
    EXPECT_GT(chance(lessons, "cheap", Category::chat), 0.8);
    EXPECT_GT(chance(lessons, "dear", Category::code), 0.8);
}

TEST_F(RefitLessonsTest, LearnsWhatHoldsForAllModelsOfOneCategory) {
    for (auto const* model : {"a", "b", "c", "d"}) say(model, Category::analysis, 0.2, 40);
    auto const lessons = settled();
    EXPECT_LT(chance(lessons, "never seen", Category::analysis), 0.75) << "0.80 by its facts";
    EXPECT_NEAR(chance(lessons, "never seen", Category::code), 0.802, 0.01);
}

TEST_F(RefitLessonsTest, BelievesAFewOutcomesLittle) {
    say("a", Category::code, 0, 1);
    say("b", Category::chat, 1, 30);
    auto const lessons = settled();
    EXPECT_GT(chance(lessons, "a", Category::code), 0.68);
    EXPECT_LT(chance(lessons, "a", Category::code), 0.8);
}

TEST_F(RefitLessonsTest, CountsItsLessonsAndKeepsTheirBase) {
    say("a", Category::code, 0, 50);
    say("a", Category::chat, 1, 50);
    auto const first = refit({.base = 7});
    ASSERT_TRUE(first.verdict.accepted) << first.verdict.reason;
    EXPECT_EQ(first.lessons.number, 1U);
    EXPECT_EQ(first.lessons.base, 7U);
    EXPECT_EQ(first.lessons.at, now);
    EXPECT_EQ(refit(first.lessons).lessons.number, 2U);
}

TEST_F(RefitLessonsTest, GivesTheSameForTheSame) {
    say("a", Category::code, 0.3, 50);
    say("b", Category::code, 0.9, 50);
    EXPECT_TRUE(same(refit().lessons, refit().lessons));
}

TEST_F(RefitLessonsTest, DoesNotJudgeOnTooFewOutcomes) {
    say("a", Category::code, 0, 10);
    auto const result = refit();
    EXPECT_FALSE(result.verdict.accepted);
    EXPECT_EQ(result.verdict.reason, "too few outcomes to test on");
    EXPECT_TRUE(same(result.lessons, {}));
}

TEST_F(RefitLessonsTest, GoesNoFurtherThanTheLimitAtOnce) {
    say("a", Category::code, 0, 200);
    auto const first = refit();
    ASSERT_TRUE(first.verdict.accepted) << first.verdict.reason;
    EXPECT_LE(first.verdict.moved, options.drift.most_moved);
    auto const was = chance({}, "a", Category::code);
    EXPECT_LT(chance(first.lessons, "a", Category::code), was);
    EXPECT_LT(chance(settled(), "a", Category::code), chance(first.lessons, "a", Category::code))
        << "and goes on the next time";
}

TEST_F(RefitLessonsTest, RefusesWhatMakesHeldOutOutcomesPredictedWorse) {
    // What is taught and what is tested contradict each other.
    say("a", Category::code, 1, 200);
    for (auto& outcome : outcomes) {
        if (!is_held_out(outcome)) outcome.score = 0;
    }
    auto const result = refit();
    EXPECT_FALSE(result.verdict.accepted);
    EXPECT_NE(result.verdict.reason.find("predicted worse"), std::string::npos) << result.verdict.reason;
    EXPECT_GT(result.verdict.loss_after, result.verdict.loss_before);
    EXPECT_TRUE(same(result.lessons, {}));
}

TEST_F(RefitLessonsTest, RefusesWhatOneKeySaysAgainstAllOthers) {
    for (std::uint64_t honest = 1; honest <= 3; ++honest) say("a", Category::code, 0.9, 20, honest);
    auto const honest_lessons = settled();
    say("a", Category::code, 0, 500, 66);
    auto const result = refit(honest_lessons);
    EXPECT_FALSE(result.verdict.accepted) << result.verdict.loss_before << " " << result.verdict.loss_after;
    EXPECT_NE(result.verdict.reason.find("one key's outcomes"), std::string::npos) << result.verdict.reason;
}

TEST_F(RefitLessonsTest, BelievesOneKeyWhereTheOthersSayTheSame) {
    for (std::uint64_t honest = 1; honest <= 3; ++honest) say("a", Category::code, 0.1, 20, honest);
    say("a", Category::code, 0.1, 100, 66);
    say("b", Category::chat, 0.9, 100, 1);
    auto const result = refit();
    EXPECT_TRUE(result.verdict.accepted) << result.verdict.reason;
}

TEST_F(RefitLessonsTest, MovesNoModelFurtherThanItsCap) {
    say("a", Category::code, 0, 5000);
    auto const skill = lesson_for(settled(), model_tag("a"));
    EXPECT_GE(skill.in(Category::code), -LearnedSkill::most);
    EXPECT_GT(chance(settled(), "a", Category::code), 0.01);
}

TEST_F(RefitLessonsTest, ForgetsAModelThatHasNoOutcomesAnyMore) {
    say("gone", Category::code, 0, 60);
    auto const before = settled();
    outcomes.clear();
    say("here", Category::code, 1, 60);
    auto const after = refit(before);
    EXPECT_TRUE(before.models.contains(model_tag("gone")));
    EXPECT_FALSE(after.lessons.models.contains(model_tag("gone"))) << after.verdict.reason;
}

// The design row of a message.
OutcomeRow row_of(std::string text) {
    ChainContext context;
    context.messages = {{Role::user, std::move(text)}};
    return kept_row(context, {});
}

// Messages of two kinds that one model answers: those about tides badly, those about boats well.
class RefitWeightsTest : public RefitLessonsTest {
protected:
    static std::string about(std::string_view thing, int i) {
        return "Please tell me at some length what you know about the history and the use of " + std::string{thing} +
               " in the year " + std::to_string(1500 + i) + ", with examples and in plain words";
    }
    void say_of(std::string_view thing, double score, int times, std::uint64_t party = 0) {
        for (int i = 0; i < times; ++i) {
            auto outcome = rated("a", Category::research, score, party);
            outcome.row = row_of(about(thing, i));
            outcomes.push_back(std::move(outcome));
        }
    }
    double chance_about(Lessons const& lessons, std::string_view thing) const {
        auto outcome = rated("a", Category::research, 0);
        outcome.row = row_of(about(thing, 400));
        return Forecast{lessons, built_in}.chance(outcome);
    }
};

TEST_F(RefitWeightsTest, TellsMessagesApartThatOneModelAnswers) {
    say_of("tides", 0, 300);
    say_of("boats", 1, 300);
    auto const lessons = settled();
    ASSERT_TRUE(lessons.weights);
    EXPECT_NE(lessons.weights->version(), built_in.version());
    EXPECT_LT(chance_about(lessons, "tides") + 0.2, chance_about(lessons, "boats"));
}

TEST_F(RefitWeightsTest, LeavesTheWeightsAloneWhereOutcomesHaveNoRows) {
    say("a", Category::code, 0.3, 200);
    auto const result = refit();
    ASSERT_TRUE(result.verdict.accepted) << result.verdict.reason;
    EXPECT_EQ(result.lessons.weights, nullptr);
}

TEST_F(RefitWeightsTest, LeavesTheWeightsAloneWhereRowsAreOfAnotherProgram) {
    say_of("tides", 0.3, 200);
    for (auto& outcome : outcomes) outcome.row.dense.push_back(1);
    EXPECT_EQ(refit().lessons.weights, nullptr);
}

TEST_F(RefitWeightsTest, RefusesWeightsThatOneKeyWantsAgainstAllOthers) {
    for (std::uint64_t honest = 1; honest <= 3; ++honest) say_of("tides", 0.9, 20, honest);
    auto const before = settled();
    say_of("tides", 0, 500, 66);
    EXPECT_FALSE(refit(before).verdict.accepted);
}

}  // namespace
}  // namespace signalbox
