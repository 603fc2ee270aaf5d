#include "routing/scoring.hpp"

#include "routing/cards.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace signalbox {
namespace {

RouteBasis basis(double need, double knob) {
    return {.category = Category::code,
            .need_step = static_cast<int>(need * 20),
            .input = {1000},
            .output = {1000},
            .quality = knob};
}
ModelCard const weak = card("weak", 0.4, 1, 1);
ModelCard const strong = card("strong", 0.9, 20, 20);

std::string first(std::vector<ModelCard const*> const& models, RouteBasis const& of) {
    return score(models, of).front().model->upstream_name;
}

TEST(ExpectedQuality, IsTheModelsOwnForTheHardest) { EXPECT_NEAR(expected_quality(weak, basis(0.99, 0.5)), 0.4, 0.03); }

TEST(ExpectedQuality, RisesWithEase) {
    EXPECT_GT(expected_quality(weak, basis(0.1, 0.5)), 0.95);
    EXPECT_GT(expected_quality(weak, basis(0.3, 0.5)), expected_quality(weak, basis(0.7, 0.5)));
}

TEST(ExpectedQuality, RisesWithAStrengthInTheCategory) {
    auto coder = weak;
    coder.strengths.offer({Category::code}, Origin::config);
    EXPECT_GT(expected_quality(coder, basis(0.7, 0.5)), expected_quality(weak, basis(0.7, 0.5)));
    coder.strengths.value = {Category::creative};
    EXPECT_EQ(expected_quality(coder, basis(0.7, 0.5)), expected_quality(weak, basis(0.7, 0.5)));
}

TEST(ExpectedQuality, OfAStrangerFollowsItsTierOrTheMiddle) {
    auto model = stranger("x");
    EXPECT_NEAR(expected_quality(model, basis(0.99, 0.5)), 0.5, 0.03);
    model.tier.offer(Tier::expensive, Origin::config);
    EXPECT_NEAR(expected_quality(model, basis(0.99, 0.5)), 0.8, 0.03);
}

TEST(ExpectedQuality, StaysWithinItsRangeForExtremeCards) {
    for (double const own : {0.0, 1.0}) {
        auto const q = expected_quality(card("x", own, 1, 1), basis(0.5, 0.5));
        EXPECT_GT(q, 0);
        EXPECT_LT(q, 1);
    }
}

TEST(Score, PrefersTheCheapModelForEasyThingsAndTheStrongOneForHardThings) {
    EXPECT_EQ(first({&strong, &weak}, basis(0.2, 0.5)), "weak");
    EXPECT_EQ(first({&weak, &strong}, basis(0.9, 0.5)), "strong");
}

TEST(Score, FollowsTheKnob) {
    EXPECT_EQ(first({&weak, &strong}, basis(0.6, 0)), "weak");
    EXPECT_EQ(first({&weak, &strong}, basis(0.1, 1)), "strong");
}

TEST(Score, TakesAnUnknownPriceForTheDearestKnownOne) {
    auto unknown = strong;
    unknown.price = {};
    auto const scored = score({&weak, &strong, &unknown}, basis(0.5, 0.5));
    for (auto const& one : scored) {
        if (one.model == &unknown) {
            EXPECT_FALSE(one.cost);
            EXPECT_EQ(one.assumed_cost, MicroUsd{40'000});
        }
    }
}

TEST(Score, OrdersByQualityAloneWhenNoPriceIsKnown) {
    auto a = weak, b = strong;
    a.price = b.price = {};
    EXPECT_EQ(first({&a, &b}, basis(0.5, 0)), "strong");
}

TEST(Score, CountsAFreeModelAsAlmostFree) {
    auto const free = card("free", 0.4, 0, 0);
    auto const scored = score({&free, &weak}, basis(0.5, 0.5));
    EXPECT_EQ(scored.front().model, &free);
    EXPECT_TRUE(std::isfinite(scored.front().utility));
}

TEST(Score, KeepsTheGivenOrderOfEquals) {
    auto const twin = card("twin", 0.4, 1, 1);
    EXPECT_EQ(first({&weak, &twin}, basis(0.5, 0.5)), "weak");
    EXPECT_EQ(first({&twin, &weak}, basis(0.5, 0.5)), "twin");
}

TEST(Score, LetsSpeedDecideBetweenEqualsWhenSpeedIsWanted) {
    auto fast = card("fast", 0.4, 1, 1);
    fast.tokens_per_second.offer(200, Origin::config);
    auto wanted = basis(0.1, 0.5);
    EXPECT_EQ(first({&weak, &fast}, wanted), "weak");
    wanted.capabilities.add(Capability::speed);
    EXPECT_EQ(first({&weak, &fast}, wanted), "fast");
}

}  // namespace
}  // namespace signalbox
