#include "learning/solver.hpp"

#include "learning/messages.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace signalbox::learning {
namespace {

class SolverTest : public ::testing::Test {
protected:
    // A row with nothing but the bias and the caller's own column.
    void add(double own, double target, double weight = 1, double offset = 0) {
        DesignRow row;
        row.dense[dense_index(Shape::bias)] = 1;
        matrix.add(row, 1, own);
        targets.push_back(target);
        weights.push_back(weight);
        offsets.push_back(offset);
    }
    [[nodiscard]] std::vector<double> solved(Loss loss,
                                             Penalty penalty = {.grams = 1, .dense = 1, .bias = 0, .own = 0}) {
        return solve({matrix, targets, weights, offsets, loss, penalty});
    }
    static double slope(std::vector<double> const& solution) { return solution[DesignMatrix::own_column]; }
    static double level(std::vector<double> const& solution) { return solution[DesignMatrix::bias_column]; }

    DesignMatrix matrix;
    std::vector<double> targets, weights, offsets;
};

TEST_F(SolverTest, FindsTheLineThroughPointsOnOne) {
    for (int i = 0; i < 5; ++i) add(i, 3 * i + 2);
    auto const solution = solved(Loss::squared);
    EXPECT_NEAR(slope(solution), 3, 1e-3);
    EXPECT_NEAR(level(solution), 2, 1e-3);
}

TEST_F(SolverTest, CountsAHeavyRowAsManyLightOnes) {
    add(0, 0, 3);
    add(0, 1, 1);
    EXPECT_NEAR(level(solved(Loss::squared)), 0.25, 1e-3);
}

TEST_F(SolverTest, TakesOffsetsForGranted) {
    for (int i = 0; i < 5; ++i) add(i, 3 * i + 2, 1, 3 * i);
    EXPECT_NEAR(slope(solved(Loss::squared)), 0, 1e-3);
}

TEST_F(SolverTest, HoldsBackWhatIsPenalised) {
    for (int i = -2; i <= 2; ++i) add(i, i);  // the squares of the column add up to 10
    EXPECT_NEAR(slope(solved(Loss::squared, {.bias = 0, .own = 10})), 0.5, 1e-3);
}

TEST_F(SolverTest, FindsTheLogOddsOfAShare) {
    for (int i = 0; i < 10; ++i) add(0, i < 8 ? 1 : 0);
    EXPECT_NEAR(level(solved(Loss::logistic)), std::log(4.0), 1e-2);
}

TEST_F(SolverTest, StaysFiniteWhereTheClassesArePerfectlyApart) {
    for (int i = -5; i <= 5; ++i) add(i, i > 0 ? 1 : 0);
    auto const solution = solved(Loss::logistic, {.bias = 0.1, .own = 0.1});
    EXPECT_TRUE(std::isfinite(slope(solution)));
    EXPECT_GT(slope(solution), 1);
}

TEST_F(SolverTest, LearnsFromTheWordsOfMessages) {
    for (int i = 0; i < 20; ++i) {
        for (auto const subject : {"kernel", "garden"}) {
            matrix.add(design_of(about(subject, i)));
            targets.push_back(subject == std::string_view{"kernel"} ? 1 : 0);
            weights.push_back(1);
            offsets.push_back(0);
        }
    }
    Problem const problem{matrix, targets, weights, offsets, Loss::squared, {.grams = 0.1, .dense = 1, .bias = 0.01}};
    auto const solution = solve(problem);
    EXPECT_GT(predict(problem, solution, 0), 0.8);
    EXPECT_LT(predict(problem, solution, 1), 0.2);
}

TEST_F(SolverTest, IsTheSameEveryTime) {
    for (int i = 0; i < 50; ++i) add(i % 7, i % 3, 1 + i % 2);
    EXPECT_EQ(solved(Loss::squared), solved(Loss::squared));
}

}  // namespace
}  // namespace signalbox::learning
