#include "evaluation/learning_curve.hpp"

#include "evaluation/made_outcomes.hpp"

#include <gtest/gtest.h>

#include <set>

namespace signalbox::evaluation {
namespace {

// Knows the difficulty of prompts from a hundred rows on, and guesses before.
class HundredRowsLearner final : public Learner {
public:
    explicit HundredRowsLearner(std::vector<double> const& difficulty) : difficulty_{difficulty} {}

    Result<Opinions> learn(std::span<std::uint32_t const> known, std::span<std::uint32_t const> asked) override {
        std::set<std::uint32_t> const rows{known.begin(), known.end()};
        Opinions opinions;
        for (auto const row : asked) {
            cheated = cheated || rows.contains(row);
            opinions.need.push_back(known.size() < 100 ? random_.uniform() : difficulty_[row]);
            opinions.weak_ok.push_back(1 - opinions.need.back());
        }
        sizes.insert(known.size());
        return opinions;
    }
    bool cheated = false;
    std::set<std::size_t> sizes;

private:
    std::vector<double> const& difficulty_;
    Random random_{3};
};

TEST(LearningCurve, RisesWhereTheLearnerLearns) {
    auto const world = fakes::made_world(900, 1);
    HundredRowsLearner learner{world.difficulty};
    auto const points = learning_curve(world.outcomes, learner, {.most = 300, .resamples = 40}, {});
    ASSERT_TRUE(points);
    ASSERT_EQ(points->size(), 3U);
    EXPECT_NEAR(*points->at(0).apgr.value, 0.5, 0.06);
    EXPECT_GT(*points->at(1).apgr.value, 0.65);
    EXPECT_TRUE(points->at(1).apgr.interval);
    EXPECT_LT(*points->at(2).ece.value, *points->at(0).ece.value);
}

TEST(LearningCurve, MeasuresOnRowsThatTheLearnerNeverSaw) {
    auto const world = fakes::made_world(400, 1);
    HundredRowsLearner learner{world.difficulty};
    ASSERT_TRUE(learning_curve(world.outcomes, learner, {.most = 300, .resamples = 1}, {}));
    EXPECT_FALSE(learner.cheated);
    EXPECT_EQ(learner.sizes, (std::set<std::size_t>{0, 100, 300}));
}

TEST(LearningCurve, RefusesToMeasureOnTooFewRows) {
    auto const world = fakes::made_world(200, 1);
    HundredRowsLearner learner{world.difficulty};
    auto const points = learning_curve(world.outcomes, learner, {.most = 151}, {});
    ASSERT_FALSE(points);
    EXPECT_NE(points.error().detail.find("learn from at most 150"), std::string::npos) << points.error().detail;
}

TEST(LearningSteps, EndAtTheMostThatWasAskedFor) {
    EXPECT_EQ(learning_steps(0), (std::vector<std::size_t>{0}));
    EXPECT_EQ(learning_steps(300), (std::vector<std::size_t>{0, 100, 300}));
    EXPECT_EQ(learning_steps(1'200), (std::vector<std::size_t>{0, 100, 300, 600, 1'000, 1'200}));
}

}  // namespace
}  // namespace signalbox::evaluation
