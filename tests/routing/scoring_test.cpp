#include "routing/scoring.hpp"

#include "core/log_odds.hpp"
#include "routing/cards.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace signalbox {
namespace {

// A request whose difficulty and need are of one level, 0-1.
RouteBasis basis(double level, double knob) {
    return {.category = Category::code,
            .complexity = complexity_of(level),
            .need_step = std::min(static_cast<int>(level * 20), 19),
            .input = {1000},
            .output = {1000},
            .quality = knob};
}
ModelCard const weak = card("weak", 0.4, 1, 1);
ModelCard const strong = card("strong", 0.9, 20, 20);

std::string first(std::vector<ModelCard const*> const& models, RouteBasis const& of) {
    return score(models, of).front().model->upstream_name;
}

// The reference models, between which all others are placed.
ModelCard const small = card("small", 0.4, 1, 1);
ModelCard const large = card("large", 0.8, 10, 10);

TEST(ExpectedQuality, OfTheSmallReferenceIsTheEase) {
    for (int complexity = 1; complexity <= 10; ++complexity) {
        RouteBasis const request{.complexity = complexity, .need_step = 3};
        EXPECT_NEAR(expected_quality(small, request), 1 - difficulty_of(complexity), 1e-9);
    }
}

TEST(ExpectedQuality, OfTheLargeReferenceIsAheadByTheLeadAtThatNeed) {
    for (int step : {0, 7, 19}) {
        RouteBasis const request{.complexity = 7, .need_step = step};
        EXPECT_NEAR(prior_odds(large, request) - prior_odds(small, request), lead_of(request.need()), 1e-9);
    }
    EXPECT_GT(lead_of(1), lead_of(0));
}

TEST(ExpectedQuality, RisesWithEase) {
    EXPECT_GT(expected_quality(weak, basis(0.05, 0.5)), 0.9);
    EXPECT_GT(expected_quality(weak, basis(0.3, 0.5)), expected_quality(weak, basis(0.7, 0.5)));
}

TEST(ExpectedQuality, SetsModelsApartWhereTheNeedIsHigh) {
    auto const ahead = [](int step) {
        RouteBasis const request{.complexity = 6, .need_step = step};
        return expected_quality(strong, request) - expected_quality(weak, request);
    };
    EXPECT_GT(ahead(18), ahead(1));
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
    auto const request = basis(0.7, 0.5);
    EXPECT_NEAR(expected_quality(model, request), expected_quality(card("m", 0.5, 1, 1), request), 1e-9);
    model.tier.offer(Tier::expensive, Origin::config);
    EXPECT_NEAR(expected_quality(model, request), expected_quality(large, request), 1e-9);
}

TEST(ExpectedQuality, StaysWithinItsRangeForExtremeCards) {
    for (double const own : {0.0, 1.0}) {
        auto const q = expected_quality(card("x", own, 1, 1), basis(0.5, 0.5));
        EXPECT_GT(q, 0);
        EXPECT_LT(q, 1);
    }
}

TEST(Score, PrefersTheCheapModelForEasyThingsAndTheStrongOneForHardThings) {
    EXPECT_EQ(first({&strong, &weak}, basis(0.06, 0.5)), "weak");
    EXPECT_EQ(first({&weak, &strong}, basis(0.7, 0.5)), "strong");
}

TEST(Score, IsTheSumOfItsTerms) {
    auto fast = strong;
    fast.tokens_per_second.offer(200, Origin::config);
    auto wanted = basis(0.3, 0.5);
    wanted.capabilities.add(Capability::speed);
    for (auto const& one : score({&weak, &fast}, wanted)) {
        EXPECT_DOUBLE_EQ(one.utility, one.quality + one.price_term + one.speed_term);
        EXPECT_EQ(one.price_term == 0, one.model == &weak);
        EXPECT_EQ(one.speed_term > 0, one.model == &fast);
    }
}

TEST(Score, FollowsTheKnob) {
    EXPECT_EQ(first({&weak, &strong}, basis(0.2, 0)), "weak");
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

TEST(ExpectedQuality, TakesWhatWasLearnedOnTopOfTheFacts) {
    auto model = card("a", 0.6, 1, 1);
    RouteBasis basis{.category = Category::code};
    auto const facts = expected_quality(model, basis);
    model.learned = LearnedSkill{.skill = -0.5, .by_category = {-1, 0, 0, 0, 0}};
    EXPECT_NEAR(std::log(facts / (1 - facts)), prior_odds(model, basis), 1e-9);
    EXPECT_NEAR(expected_quality(model, basis), 1 / (1 + std::exp(-(prior_odds(model, basis) - 1.5))), 1e-12);
    basis.category = Category::chat;
    EXPECT_NEAR(expected_quality(model, basis), 1 / (1 + std::exp(-(prior_odds(model, basis) - 0.5))), 1e-12);
    model.learned->skill = -1000;
    EXPECT_NEAR(expected_quality(model, basis), 1 / (1 + std::exp(-(prior_odds(model, basis) - LearnedSkill::most))),
                1e-12)
        << "within its cap";
}

}  // namespace
}  // namespace signalbox
