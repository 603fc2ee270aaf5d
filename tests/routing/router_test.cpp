#include "routing/router.hpp"

#include "fakes/fake_health.hpp"
#include "routing/cards.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace signalbox {
namespace {

class RouterTest : public ::testing::Test {
protected:
    RouterTest() {
        context.messages = {{Role::user, "task"}};
        hard();
    }
    void hard() {
        analysis = {
            .complexity = 8, .category = Category::code, .input_tokens = {1000}, .output_tokens = {1000}, .need = 0.8};
    }
    void easy() {
        analysis = {
            .complexity = 1, .category = Category::chat, .input_tokens = {10}, .output_tokens = {40}, .need = 0.03};
    }
    [[nodiscard]] Result<SharedPlan> plan() const { return make_plan(context, analysis, registry, policy, health); }
    [[nodiscard]] RoutingPlan planned() const {
        auto const made = plan();
        EXPECT_TRUE(made) << made.error().detail;
        return made ? **made : RoutingPlan{};
    }

    ModelRegistry registry{
        {card("small", 0.4, 1, 1), card("medium", 0.7, 5, 5), card("large", 0.9, 20, 20), card("huge", 0.95, 80, 80)}};
    RoutingPolicy policy;
    ChainContext context;
    AnalysisResult analysis;
    ModelHealth const* health = nullptr;
};

TEST_F(RouterTest, TakesTheFastPathForWhatIsEasy) {
    easy();
    auto const made = planned();
    EXPECT_TRUE(made.fast_path);
    EXPECT_EQ(made.primary, "p/small");
    EXPECT_FALSE(made.should_validate);
    EXPECT_NE(made.reasoning.find("fast path"), std::string::npos);
}

TEST_F(RouterTest, TakesTheFastPathBelowTheConfiguredComplexityOnly) {
    analysis.complexity = 3;
    EXPECT_FALSE(planned().fast_path);
    analysis.complexity = 2;
    EXPECT_TRUE(planned().fast_path);
    policy.min_complexity_for_chain = 1;
    EXPECT_FALSE(planned().fast_path);
}

TEST_F(RouterTest, DoesNotTakeTheFastPathWhenTheBestIsAskedFor) {
    easy();
    context.model = "auto:best";
    EXPECT_EQ(planned().primary, "p/huge");
    EXPECT_FALSE(planned().fast_path);
}

TEST_F(RouterTest, ChoosesAStrongModelForWhatIsHard) { EXPECT_NE(planned().primary, "p/small"); }

TEST_F(RouterTest, TakesTheDefaultModelForAllWhileRoutingIsSwitchedOff) {
    policy.default_model = "p/medium";
    EXPECT_NE(planned().primary, "p/medium") << "it is switched on";
    policy.fixed = true;
    auto const made = planned();
    EXPECT_EQ(made.primary, "p/medium");
    EXPECT_TRUE(made.reasoning.contains("routing is switched off")) << made.reasoning;
    EXPECT_FALSE(made.fallbacks.empty()) << "a poor answer is escalated as ever";
    easy();
    EXPECT_EQ(planned().primary, "p/medium");
    EXPECT_FALSE(planned().fast_path);
}

TEST_F(RouterTest, RoutesWhileSwitchedOffWhatAsksForIt) {
    policy.default_model = "p/medium";
    policy.fixed = true;
    context.model = "auto:best";
    EXPECT_EQ(planned().primary, "p/huge");
    context.model = "auto";
    context.options.quality = 1;
    EXPECT_EQ(planned().primary, "p/huge");
}

TEST_F(RouterTest, RoutesWhileSwitchedOffWhatTheDefaultModelCannotServe) {
    policy.default_model = "p/medium";
    policy.fixed = true;
    policy.denied_models = {"p/medium"};
    EXPECT_NE(planned().primary, "p/medium");
}

TEST_F(RouterTest, EstimatesTheCostOfThePrimary) {
    auto const made = planned();
    auto const* model = registry.find(made.primary);
    EXPECT_EQ(made.estimated_cost, cost(model->price.value, {1024}, {1024}));  // sizes count in classes
}

TEST_F(RouterTest, AsksForTheJudgeFromTheConfiguredComplexityOn) {
    analysis.complexity = 7;
    EXPECT_TRUE(planned().should_validate);
    analysis.complexity = 6;
    EXPECT_FALSE(planned().should_validate);
}

TEST_F(RouterTest, AsksForTheJudgeWhenTheRequestDoesAndNeverWhenItDoesNot) {
    context.options.validate = false;
    EXPECT_FALSE(planned().should_validate);
    easy();
    context.options.validate = true;
    EXPECT_TRUE(planned().should_validate);
}

TEST_F(RouterTest, FollowsTheKnobOfTheRoutingNameTheRequestAndThePolicyInThatOrder) {
    policy.quality = 0.3;
    EXPECT_EQ(effective_quality(context, policy), 0.3);
    context.model = "auto:cheap";
    EXPECT_EQ(effective_quality(context, policy), 0);
    context.model = "auto:balanced";
    EXPECT_EQ(effective_quality(context, policy), 0.5);
    context.model = "auto:best";
    EXPECT_EQ(effective_quality(context, policy), 1);
    context.options.quality = 0.2;
    EXPECT_EQ(effective_quality(context, policy), 0.2);
}

TEST_F(RouterTest, SpendsMoreWithAHigherKnob) {
    context.model = "auto:cheap";
    auto const cheap = planned();
    context.model = "auto:best";
    auto const best = planned();
    EXPECT_EQ(best.primary, "p/huge");
    EXPECT_LT(*cheap.estimated_cost, *best.estimated_cost);
}

TEST_F(RouterTest, KeepsBetterModelsAmongTheFallbacks) {
    easy();
    policy.max_fallbacks = 1;
    EXPECT_EQ(planned().fallbacks, std::vector<std::string>{"p/huge"});
    policy.max_fallbacks = 3;
    EXPECT_EQ(planned().fallbacks.size(), 3U);
    EXPECT_EQ(std::ranges::count(planned().fallbacks, planned().primary), 0);
    policy.max_fallbacks = 0;
    EXPECT_TRUE(planned().fallbacks.empty());
    policy.max_fallbacks = 99;
    EXPECT_EQ(planned().fallbacks.size(), 3U);
}

TEST_F(RouterTest, ListsEveryModelAsACandidateBestFirstAndTheDroppedOnesLast) {
    policy.denied_models = {"medium"};
    auto const made = planned();
    ASSERT_EQ(made.candidates.size(), 4U);
    EXPECT_EQ(made.candidates[0].model, made.primary);
    EXPECT_GE(made.candidates[0].utility, made.candidates[1].utility);
    EXPECT_EQ(made.candidates[3].model, "p/medium");
    EXPECT_EQ(made.candidates[3].dropped, "denied by the configuration");
    EXPECT_EQ(made.candidates[0].dropped, "");
}

TEST_F(RouterTest, FailsWithEveryModelsReasonWhenNoneCanServe) {
    context.options.max_cost = MicroUsd{1};
    policy.denied_models = {"small"};
    auto const made = plan();
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::no_candidate);
    EXPECT_NE(made.error().detail.find("p/small: denied"), std::string::npos) << made.error().detail;
    EXPECT_NE(made.error().detail.find("p/huge: its expected cost"), std::string::npos);
}

TEST_F(RouterTest, FailsWithoutAnyModel) {
    registry = ModelRegistry{};
    ASSERT_FALSE(plan());
    EXPECT_EQ(plan().error().detail, "no model is configured");
}

TEST_F(RouterTest, RefusesAnAllowedModelThatDoesNotExist) {
    context.options.allowed_models = {"small", "smal"};
    auto const made = plan();
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::invalid_value);
    EXPECT_EQ(made.error().param, "options.allowedModels");
    EXPECT_NE(made.error().detail.find("'smal'"), std::string::npos);
}

TEST_F(RouterTest, UsesOnlyAllowedModels) {
    context.options.allowed_models = {"medium"};
    EXPECT_EQ(planned().primary, "p/medium");
    EXPECT_TRUE(planned().fallbacks.empty());
}

TEST_F(RouterTest, ObeysTheLowerOfTwoCostLimits) {
    policy.max_cost = MicroUsd{15'000};
    context.options.max_cost = MicroUsd{1'000'000};
    EXPECT_EQ(planned().primary, "p/medium");
    context.options.max_cost = MicroUsd{3'000};
    EXPECT_EQ(planned().primary, "p/small");
}

TEST_F(RouterTest, MarksAPlanMadeWithoutAnUnwellModel) {
    fakes::FakeHealth const sick{planned().primary};
    auto const healthy = planned().primary;
    health = &sick;
    EXPECT_TRUE(planned().degraded);
    EXPECT_NE(planned().primary, healthy);
    fakes::FakeHealth const irrelevant{"p/none"};
    health = &irrelevant;
    EXPECT_FALSE(planned().degraded);
}

TEST_F(RouterTest, SaysWhenToComeBackWhenOnlyTheirHealthSpeaksAgainstAllModels) {
    fakes::FakeHealth sick;
    for (auto const& model : registry.models()) sick.absences[model.id] = {std::chrono::seconds{30}, true};
    auto& first = sick.absences[registry.models().front().id];
    first.left = std::chrono::seconds{7};
    health = &sick;
    auto made = plan();
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::provider_rate_limited);
    EXPECT_EQ(made.error().retry_after, std::chrono::seconds{7});

    first.rate_limited = false;
    made = plan();
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::provider_overloaded);
}

TEST_F(RouterTest, FindsNoCandidateWhenHealthIsNotTheOnlyReason) {
    fakes::FakeHealth const sick{registry.models().front().id};
    health = &sick;
    context.options.allowed_models = {registry.models().back().id};
    policy.denied_models = context.options.allowed_models;
    auto const made = plan();
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::no_candidate);
}

TEST_F(RouterTest, KeepsAModelOfUnknownPriceUnderALimitAndSaysSo) {
    registry = ModelRegistry{{stranger("frobnicator")}};
    context.options.max_cost = MicroUsd{1};
    auto const made = planned();
    EXPECT_EQ(made.primary, "p/frobnicator");
    EXPECT_FALSE(made.estimated_cost);
    EXPECT_NE(made.reasoning.find("the cost limit could not be checked"), std::string::npos) << made.reasoning;
    EXPECT_NE(made.reasoning.find("is unknown and guessed"), std::string::npos);
}

TEST_F(RouterTest, ExplainsItsChoiceAgainstCheaperAndBetterModels) {
    registry = ModelRegistry{{card("small", 0.4, 1, 1), card("large", 0.9, 20, 20), card("huge", 0.91, 400, 400)}};
    auto const text = planned().reasoning;
    EXPECT_NE(text.find("complexity 8/10 code: p/large is good enough with 0."), std::string::npos) << text;
    EXPECT_NE(text.find("p/small would be cheaper but only 0."), std::string::npos) << text;
}

TEST_F(RouterTest, PlansTheSameForWhateverSharesAStep) {
    auto const once = planned();
    analysis.need += 0.01;
    analysis.input_tokens.count += 3;
    auto const again = planned();
    EXPECT_EQ(once.candidates[0].utility, again.candidates[0].utility);
    EXPECT_EQ(once.estimated_cost, again.estimated_cost);
}

TEST_F(RouterTest, DirectPlanHoldsThePinnedModelAlone) {
    auto const made = direct_plan(context, analysis, *registry.find("large"));
    EXPECT_EQ(made->primary, "p/large");
    EXPECT_TRUE(made->fallbacks.empty());
    EXPECT_FALSE(made->should_validate);
    EXPECT_EQ(made->estimated_cost, cost(registry.find("large")->price.value, {1024}, {1024}));
    context.options.validate = true;
    EXPECT_TRUE(direct_plan(context, analysis, *registry.find("large"))->should_validate);
}

TEST(IsRoutingName, KnowsTheFourNames) {
    EXPECT_TRUE(is_routing_name("auto"));
    EXPECT_TRUE(is_routing_name("auto:cheap"));
    EXPECT_TRUE(is_routing_name("auto:balanced"));
    EXPECT_TRUE(is_routing_name("auto:best"));
    EXPECT_FALSE(is_routing_name("auto:worst"));
    EXPECT_FALSE(is_routing_name("gpt-4o"));
    EXPECT_FALSE(is_routing_name(""));
}

using Tried = std::vector<std::string_view>;

TEST(NextBetter, IsTheFirstUntriedFallbackOfHigherQuality) {
    RoutingPlan plan;
    plan.primary = "b";
    plan.fallbacks = {"a", "c", "d"};
    plan.candidates = {{.model = "a", .quality = 0.3},
                       {.model = "b", .quality = 0.5},
                       {.model = "c", .quality = 0.7},
                       {.model = "d", .quality = 0.9}};
    EXPECT_EQ(*next_better(plan, "b", Tried{"b"}), "c");
    EXPECT_EQ(*next_better(plan, "b", Tried{"b", "c"}), "d");
    EXPECT_EQ(next_better(plan, "d", Tried{"b", "d"}), nullptr);
    EXPECT_EQ(next_better(RoutingPlan{}, "b", Tried{}), nullptr);
    fakes::FakeHealth const sick{"c"};
    EXPECT_EQ(*next_better(plan, "b", Tried{"b"}, &sick), "d");
}

TEST(RoutingPolicy, ChangesItsVersionWithAnyField) {
    std::set<std::uint64_t> versions{RoutingPolicy{}.version()};
    EXPECT_EQ(RoutingPolicy{}.version(), *versions.begin());
    for (auto const& policy : {RoutingPolicy{.quality = 0.6}, RoutingPolicy{.min_complexity_for_chain = 4},
                               RoutingPolicy{.min_complexity_for_judge = 4}, RoutingPolicy{.max_fallbacks = 4},
                               RoutingPolicy{.allowed_models = {"a"}}, RoutingPolicy{.denied_models = {"a"}},
                               RoutingPolicy{.allowed_models = {"a", "b"}}, RoutingPolicy{.allowed_models = {"ab"}},
                               RoutingPolicy{.max_cost = MicroUsd{0}}}) {
        EXPECT_TRUE(versions.insert(policy.version()).second);
    }
}

}  // namespace
}  // namespace signalbox
