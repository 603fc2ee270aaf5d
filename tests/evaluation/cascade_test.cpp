#include "evaluation/cascade.hpp"

#include "evaluation/made_outcomes.hpp"

#include <gtest/gtest.h>

namespace signalbox::evaluation {
namespace {

Cascade look(double auc) {
    auto const world = fakes::made_world(800, 1);
    Opinions opinions{.need = world.difficulty};
    for (auto const hard : world.difficulty) opinions.weak_ok.push_back(1 - hard);
    return simulate_cascade(world.outcomes, opinions, {.auc = auc, .draws = 40}, {});
}

TEST(Cascade, GainsNothingFromAValidatorThatGuesses) {
    auto const found = look(0.5);
    EXPECT_NEAR(*found.validator.apgr.value, 0.5, 0.03);
    EXPECT_NEAR(*found.both.apgr.value, *found.router.apgr.value, 0.02);
}

TEST(Cascade, GetsBetterWithTheValidator) {
    auto const fair = look(0.7), good = look(0.9);
    EXPECT_GT(*good.validator.apgr.value, *fair.validator.apgr.value);
    EXPECT_GT(*fair.both.apgr.value, *fair.router.apgr.value);
    EXPECT_GT(*good.both.apgr.value, *good.validator.apgr.value);
}

TEST(Cascade, ChargesAnEscalationForBothAnswers) {
    auto const blind = look(0.5);
    EXPECT_LT(*blind.validator.apgr_by_cost.value, *blind.validator.apgr.value);
    EXPECT_GT(*blind.validator.cost.value, *blind.validator.share.value);
}

}  // namespace
}  // namespace signalbox::evaluation
