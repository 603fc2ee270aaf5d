#include "learning/routing_health.hpp"

#include "learning/rated.hpp"

#include <gtest/gtest.h>

#include <random>

namespace signalbox {
namespace {

constexpr std::int64_t now = 1'000'000;

class RoutingHealthTest : public ::testing::Test {
protected:
    // Answers of a model that are good as often as was said, or (without skill) as often on average.
    void answers(std::string_view model, int times, double from, double to, bool skill = true,
                 std::uint64_t party = 0) {
        std::uniform_real_distribution<double> any{0, 1};
        for (int i = 0; i < times; ++i) {
            auto const said = from + (to - from) * any(random);
            auto const chance = skill ? said : (from + to) / 2;
            add(model, said, any(random) < chance ? 1 : 0, party);
        }
    }
    void add(std::string_view model, double said, double score, std::uint64_t party = 0) {
        outcomes.push_back(rated(model, Category::code, score, party));
        outcomes.back().predicted = static_cast<float>(said);
    }
    RoutingHealth health() { return routing_health(pointers(outcomes), now); }

    std::mt19937_64 random{1};
    std::vector<Outcome> outcomes;
};

TEST_F(RoutingHealthTest, IsBetterWhereForecastsComeTrue) {
    answers("a", 400, 0.1, 0.9);
    auto const found = health();
    EXPECT_EQ(found.standing, RoutingStanding::better) << found.because;
    EXPECT_GT(found.auc_band.low, found.control_band.high);
    EXPECT_LT(found.calibration_error, 0.1);
}

TEST_F(RoutingHealthTest, IsNotBetterWhereForecastsSayNothing) {
    answers("a", 1500, 0.1, 0.9, false);
    auto const found = health();
    EXPECT_EQ(found.standing, RoutingStanding::not_better) << found.because;
    EXPECT_GT(found.calibration_error, 0.15) << "who says .9 of what is .5 is off";
}

// A router that knows its models and not its messages is none: one of the models would do as well.
TEST_F(RoutingHealthTest, DoesNotCountThatOneModelIsBetterThanAnother) {
    answers("good", 700, 0.85, 0.95, false);
    answers("poor", 700, 0.05, 0.15, false);
    EXPECT_EQ(health().standing, RoutingStanding::not_better) << health().because;
}

TEST_F(RoutingHealthTest, IsNotTellableFromFewAnswers) {
    answers("a", 150, 0.1, 0.9);
    EXPECT_EQ(health().standing, RoutingStanding::learning);
    EXPECT_NE(health().because.find("150 answers"), std::string::npos) << health().because;
}

TEST_F(RoutingHealthTest, IsNotTellableWhereNoAnswerIsPoor) {
    for (int i = 0; i < 500; ++i) add("a", 0.5, 1);
    EXPECT_EQ(health().standing, RoutingStanding::learning);
    EXPECT_FALSE(health().auc);
}

TEST_F(RoutingHealthTest, HearsNothingFromPassedChecks) {
    answers("a", 300, 0.1, 0.9);
    for (auto& outcome : outcomes) outcome.source = OutcomeSource::checks;
    EXPECT_EQ(health().outcomes, 0U);
}

TEST_F(RoutingHealthTest, IsNotDecidedByOneKey) {
    for (std::uint64_t party = 1; party <= 10; ++party) answers("a", 60, 0.1, 0.9, true, party);
    auto const before = health();
    for (int i = 0; i < 600; ++i) add("a", i % 2 == 0 ? 0.9 : 0.1, i % 2 == 0 ? 0 : 1, 99);  // says the opposite
    auto const after = health();
    EXPECT_EQ(before.standing, RoutingStanding::better);
    EXPECT_EQ(after.standing, RoutingStanding::learning) << after.because;
    EXPECT_NE(after.because.find("one API key"), std::string::npos) << after.because;
}

TEST_F(RoutingHealthTest, TellsForecastAndTruthOfModelsAndCategories) {
    add("rare", 0.5, 1);
    for (int i = 0; i < 3; ++i) add("usual", 0.9, i == 0 ? 0.25 : 1);
    auto const found = health();
    ASSERT_EQ(found.by_model.size(), 2U);
    EXPECT_EQ(found.by_model[0].model, model_tag("usual"));
    EXPECT_NEAR(found.by_model[0].record.predicted, 0.9, 1e-6);
    EXPECT_NEAR(found.by_model[0].record.score, 0.75, 1e-6);
    EXPECT_EQ(found.by_category[static_cast<std::size_t>(Category::code)].outcomes, 4U);
    EXPECT_EQ(found.by_category[static_cast<std::size_t>(Category::chat)].outcomes, 0U);
    EXPECT_EQ(found.good, 3U);
}

// Of forecasts that say nothing few may be called better: 2.5 of 100, and those in which the band of the AUC is narrow.
TEST_F(RoutingHealthTest, SeldomTakesChanceForSkill) {
    int better = 0;
    for (int i = 0; i < 200; ++i) {
        outcomes.clear();
        answers("a", 150, 0.2, 0.8, false);
        answers("b", 150, 0.2, 0.8, false);
        if (health().standing == RoutingStanding::better) ++better;
    }
    EXPECT_LE(better, 12);
}

}  // namespace
}  // namespace signalbox
