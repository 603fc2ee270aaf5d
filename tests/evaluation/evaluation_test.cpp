#include "evaluation/evaluation.hpp"

#include "evaluation/made_outcomes.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace signalbox::evaluation {
namespace {

Evaluation look(fakes::MadeWorld const& world, Opinions const& opinions, Options const& options = {.resamples = 300}) {
    std::vector<std::size_t> words;
    Random random{99};
    for (std::size_t i = 0; i < world.outcomes.size(); ++i) words.push_back(random.below(100));
    return evaluate(world.outcomes, opinions, words, options, {});
}

ContenderFigures const& of(Evaluation const& evaluation, Contender contender) {
    return evaluation.contenders[static_cast<std::size_t>(contender)];
}

Opinions honest(fakes::MadeWorld const& world) {
    Opinions opinions{.need = world.difficulty};
    for (auto const hard : world.difficulty) opinions.weak_ok.push_back(1 - hard);
    return opinions;
}

TEST(Evaluation, CallsARouterBetterThatKnowsTheDifficulty) {
    auto const world = fakes::made_world(800, 1);
    auto const found = look(world, honest(world));
    EXPECT_EQ(found.judgement.verdict, Verdict::better) << found.judgement.because;
    EXPECT_LT(found.chance, 0.01);
    auto const& apgr = of(found, Contender::ours).apgr;
    EXPECT_GT(apgr.interval->low, 0.6);
    EXPECT_LT(apgr.interval->low, *apgr.value);
    EXPECT_GT(apgr.interval->high, *apgr.value);
    EXPECT_LT(*found.ece.value, 0.06);  // it says the true chances
    EXPECT_GT(*found.auc_weak_ok.value, 0.75);
}

TEST(Evaluation, CallsNobodyBetterWhoGuesses) {
    auto const world = fakes::made_world(4'000, 1);
    Random random{12};
    Opinions guess;
    for (std::size_t i = 0; i < 4'000; ++i) guess.need.push_back(random.uniform());
    auto const found = look(world, guess);
    EXPECT_EQ(found.judgement.verdict, Verdict::not_better) << found.judgement.because;
    EXPECT_FALSE(found.ece.value);  // no chances were said
}

TEST(Evaluation, DoesNotJudgeOnThirtyPrompts) {
    auto const world = fakes::made_world(30, 1);
    EXPECT_EQ(look(world, honest(world)).judgement.verdict, Verdict::insufficient);
}

TEST(Evaluation, PutsEveryContenderBetweenChanceAndTheOracle) {
    auto const world = fakes::made_world(800, 1);
    auto const found = look(world, honest(world));
    EXPECT_NEAR(*of(found, Contender::shuffled).apgr.value, 0.5, 0.01);
    EXPECT_LT(of(found, Contender::shuffled).apgr.interval->high, *of(found, Contender::ours).apgr.value);
    EXPECT_GT(*of(found, Contender::oracle).apgr.value, *of(found, Contender::ours).apgr.value);
    EXPECT_LT(*of(found, Contender::oracle).share.value, *of(found, Contender::ours).share.value);
    EXPECT_NEAR(*of(found, Contender::random).apgr.value, 0.5, 0.1);
    EXPECT_DOUBLE_EQ(found.weak_cost, 0.1);
}

TEST(Evaluation, KeepsTheBandOfChanceAroundTheStraightLine) {
    auto const world = fakes::made_world(800, 1);
    auto const& curves = look(world, honest(world)).curves;
    ASSERT_EQ(curves.chance_low.size(), curves.ours.size());
    EXPECT_LT(curves.chance_low[50].quality, curves.chance_high[50].quality);
    EXPECT_GT(curves.ours[50].quality, curves.chance_high[50].quality);
    EXPECT_NEAR(curves.chance_low[100].quality, curves.ours[100].quality, 1e-9);
}

TEST(Evaluation, IsTheSameForTheSameSeed) {
    auto const world = fakes::made_world(120, 4);
    auto const first = look(world, honest(world), {.resamples = 50, .seed = 8});
    auto const again = look(world, honest(world), {.resamples = 50, .seed = 8});
    auto const other = look(world, honest(world), {.resamples = 50, .seed = 9});
    EXPECT_EQ(of(first, Contender::ours).apgr.interval->low, of(again, Contender::ours).apgr.interval->low);
    EXPECT_NE(of(first, Contender::ours).apgr.interval->low, of(other, Contender::ours).apgr.interval->low);
}

TEST(Evaluation, TellsItsProgressInOneRisingCount) {
    auto const world = fakes::made_world(60, 4);
    std::vector<std::size_t> told;
    std::vector<std::size_t> const words(60, 3);
    static_cast<void>(
        evaluate(world.outcomes, honest(world), words, {.resamples = 20}, [&](std::size_t done, std::size_t all) {
            EXPECT_EQ(all, 40U);
            told.push_back(done);
        }));
    EXPECT_EQ(told.size(), 40U);
    EXPECT_TRUE(std::ranges::is_sorted(told));
}

}  // namespace
}  // namespace signalbox::evaluation
