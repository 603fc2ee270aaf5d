#include "routing/route_value.hpp"

#include <gtest/gtest.h>

namespace signalbox {

namespace {

constexpr KeyedHash::Key secret{1, 2};
constexpr ValuePlace place{.key = {3, 4}, .epoch = 5};

ModelRegistry registry() { return ModelRegistry{{{.id = "small"}, {.id = "large"}}}; }

RoutingPlan plan() {
    return {.primary = "small",
            .fallbacks = {"large"},
            .estimated_cost = MicroUsd{17},
            .should_validate = true,
            .reasoning = "cheapest that will do",
            .candidates = {{.model = "small", .quality = 0.5, .cost = MicroUsd{17}, .utility = 0.25},
                           {.model = "large", .dropped = "too dear", .quality = 0.9, .price_term = -0.5}},
            .epoch = 5};
}

AnalysisResult analysis() {
    AnalysisResult made{.complexity = 7, .category = Category::code};
    made.capabilities.add(Capability::reasoning);
    made.input_tokens = {120};
    made.output_tokens = {800};
    made.difficulty = 0.625;
    made.need = 0.5;
    made.confidence = 0.875;
    return made;
}

}  // namespace

TEST(RouteValue, IsThePlanThatItWas) {
    auto const bytes = seal_plan(plan(), place, secret);
    ASSERT_TRUE(bytes);
    auto const back = open_plan(*bytes, place, secret);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->primary, "small");
    EXPECT_EQ(back->fallbacks, std::vector<std::string>{"large"});
    EXPECT_EQ(back->estimated_cost, MicroUsd{17});
    EXPECT_TRUE(back->should_validate);
    EXPECT_FALSE(back->fast_path);
    EXPECT_EQ(back->reasoning, "cheapest that will do");
    EXPECT_EQ(back->epoch, 5U);
    ASSERT_EQ(back->candidates.size(), 2U);
    EXPECT_EQ(back->candidates[0].utility, 0.25);
    EXPECT_EQ(back->candidates[1].dropped, "too dear");
    EXPECT_EQ(back->candidates[1].price_term, -0.5);
    EXPECT_FALSE(back->candidates[1].cost);
}

TEST(RouteValue, IsTheAnalysisThatItWas) {
    auto const back = open_analysis(seal_analysis(analysis(), place, secret), place, secret);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->complexity, 7);
    EXPECT_EQ(back->category, Category::code);
    EXPECT_TRUE(back->capabilities.has(Capability::reasoning));
    EXPECT_EQ(back->input_tokens, Tokens{120});
    EXPECT_EQ(back->output_tokens, Tokens{800});
    EXPECT_EQ(back->difficulty, 0.625);
    EXPECT_EQ(back->confidence, 0.875);
}

TEST(RouteValue, IsNothingWhenAnyByteDiffers) {
    auto const good = *seal_plan(plan(), place, secret);
    for (std::size_t i = 0; i < good.size(); ++i) {
        auto bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 1);
        EXPECT_FALSE(open_plan(bad, place, secret)) << i;
    }
    auto const analyzed = seal_analysis(analysis(), place, secret);
    for (std::size_t i = 0; i < analyzed.size(); ++i) {
        auto bad = analyzed;
        bad[i] = static_cast<char>(bad[i] ^ 0x80);
        EXPECT_FALSE(open_analysis(bad, place, secret)) << i;
    }
}

TEST(RouteValue, IsNothingWhenItIsCutOrLonger) {
    auto const good = *seal_plan(plan(), place, secret);
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_FALSE(open_plan(std::string_view{good}.substr(0, size), place, secret)) << size;
    }
    EXPECT_FALSE(open_plan(good + "x", place, secret));
}

TEST(RouteValue, IsNothingElsewhere) {
    auto const good = *seal_plan(plan(), place, secret);
    EXPECT_FALSE(open_plan(good, {.key = {3, 5}, .epoch = 5}, secret));
    EXPECT_FALSE(open_plan(good, {.key = {3, 4}, .epoch = 6}, secret));
    EXPECT_FALSE(open_plan(good, place, {1, 3}));
    EXPECT_FALSE(open_analysis(good, place, secret));
}

TEST(RouteValue, TellsOfAModelThatIsNotHere) {
    ModelRegistry const others{{{.id = "small"}}};
    EXPECT_TRUE(names_only(plan(), registry()));
    EXPECT_FALSE(names_only(plan(), others));
}

TEST(RouteValue, IsNothingWithANumberOutOfItsRange) {
    auto wrong = analysis();
    wrong.complexity = 11;
    EXPECT_FALSE(open_analysis(seal_analysis(wrong, place, secret), place, secret));
    wrong = analysis();
    wrong.confidence = 1.5;
    EXPECT_FALSE(open_analysis(seal_analysis(wrong, place, secret), place, secret));
    wrong = analysis();
    wrong.input_tokens = {-1};
    EXPECT_FALSE(open_analysis(seal_analysis(wrong, place, secret), place, secret));
}

TEST(RouteValue, IsNotMadeOfPlansThatAreNotForOthers) {
    auto degraded = plan();
    degraded.degraded = true;
    EXPECT_FALSE(seal_plan(degraded, place, secret));
    auto explored = plan();
    explored.explored = 0.1;
    EXPECT_FALSE(seal_plan(explored, place, secret));
    auto raced = plan();
    raced.strategy = Strategy::speculative;
    EXPECT_FALSE(seal_plan(raced, place, secret));
    auto huge = plan();
    huge.reasoning.assign(20'000, 'x');
    EXPECT_FALSE(seal_plan(huge, place, secret));
}

}  // namespace signalbox
