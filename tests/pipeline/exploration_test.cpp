#include "pipeline/exploration.hpp"

#include "fakes/fake_health.hpp"

#include <gtest/gtest.h>

#include <map>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

Candidate able(std::string model, std::int64_t cost) {
    return {.model = std::move(model), .quality = 0.8, .cost = MicroUsd{cost}, .utility = 0.8};
}

// A plan whose primary costs 100, with others of which two may be tried out in its place.
class ExplorationTest : public ::testing::Test {
protected:
    ExplorationTest() {
        context.messages = {{Role::user, "task"}};
        plan.primary = "usual";
        plan.fallbacks = {"near", "far"};
        plan.estimated_cost = MicroUsd{100};
        plan.candidates = {able("usual", 100), able("near", 300), able("cheap", 1), able("far", 301)};
        plan.candidates.push_back({.model = "unable", .dropped = "no tools", .cost = MicroUsd{1}});
        plan.candidates.push_back({.model = "no price"});
        snapshot.chain.exploration = 0.2;
    }
    // How often each model begins.
    std::map<std::string, int> tried(int times = 10'000) {
        std::map<std::string, int> counts;
        for (int i = 0; i < times; ++i) ++counts[explored().plan->primary];
        return counts;
    }
    Decision explored() {
        Decision decision{.plan = std::make_shared<RoutingPlan const>(plan), .direct = direct};
        explore(decision, context, snapshot, random, TimePoint{1000h});
        return decision;
    }
    // A plan in which another model is tried out.
    SharedPlan one_that_tries() {
        snapshot.chain.exploration = 1;
        return explored().plan;
    }
    bool never_tries() { return tried(1'000) == std::map<std::string, int>{{"usual", 1'000}}; }

    RoutingPlan plan;
    ChainContext context;
    Snapshot snapshot;
    bool direct = false;
    std::mt19937_64 random{7};
};

TEST_F(ExplorationTest, TriesOthersOutInTheShareThatIsConfigured) {
    auto const counts = tried();
    EXPECT_NEAR(counts.at("usual"), 8'000, 200);
    EXPECT_NEAR(counts.at("near"), 1'000, 120);
    EXPECT_NEAR(counts.at("cheap"), 1'000, 120);
    EXPECT_EQ(counts.size(), 3U) << "neither too dear, nor unable, nor of unknown price";
}

TEST_F(ExplorationTest, SaysSoInThePlanAndWithWhatChance) {
    auto const made = one_that_tries();
    EXPECT_NE(made->primary, "usual");
    EXPECT_EQ(made->explored, 0.5) << "one of two";
    EXPECT_NE(made->reasoning.find("is tried out in place of usual"), std::string::npos) << made->reasoning;
    EXPECT_EQ(plan.explored, 0) << "the plan that is remembered stays";
}

TEST_F(ExplorationTest, LetsTheUsualModelFollow) {
    plan.candidates = {able("usual", 100), able("near", 200)};
    auto const made = one_that_tries();
    EXPECT_EQ(made->primary, "near");
    EXPECT_EQ(made->fallbacks, (std::vector<std::string>{"usual", "far"}));
    EXPECT_EQ(made->estimated_cost, MicroUsd{200});
}

TEST_F(ExplorationTest, GoesTheSameWayWithTheSameSeed) {
    auto const once = tried(500);
    random.seed(7);
    EXPECT_EQ(tried(500), once);
}

TEST_F(ExplorationTest, PassesOverAModelThatIsLeftAlone) {
    ModelCard near;
    near.id = near.upstream_name = "near";
    snapshot.health = std::make_shared<HealthIndex const>(ModelRegistry{{near}}, HealthOptions{});
    auto* condition = snapshot.health->find("near");
    auto const now = TimePoint{1000h};
    condition->settle(condition->ask(now, {}), CallSign::limited, 7s, now, {});
    EXPECT_FALSE(tried().contains("near"));
}

TEST_F(ExplorationTest, DoesNothingWhenItIsOff) {
    snapshot.chain.exploration = 0;
    auto const state = random;
    EXPECT_TRUE(never_tries());
    EXPECT_EQ(random, state) << "nothing was drawn";
}

TEST_F(ExplorationTest, LeavesTheFastPathAlone) {
    plan.fast_path = true;
    EXPECT_TRUE(never_tries());
}

TEST_F(ExplorationTest, LeavesPinnedModelsAlone) {
    direct = true;
    EXPECT_TRUE(never_tries());
}

TEST_F(ExplorationTest, LeavesPlansOfSeveralModelsAlone) {
    plan.strategy = Strategy::ensemble;
    EXPECT_TRUE(never_tries());
}

TEST_F(ExplorationTest, LeavesDegradedPlansAlone) {
    plan.degraded = true;
    EXPECT_TRUE(never_tries());
}

TEST_F(ExplorationTest, LeavesRequestsAloneThatSayWhatTheyWant) {
    context.options.max_cost = MicroUsd{1'000};
    EXPECT_TRUE(never_tries());
    context.options = {.quality = 0.5};
    EXPECT_TRUE(never_tries());
    context.options = {.allowed_models = {"usual", "near"}};
    EXPECT_TRUE(never_tries());
    context.options = {.strategy = Strategy::single};
    EXPECT_TRUE(never_tries());
    context.options = {};
    context.model = "auto:best";
    EXPECT_TRUE(never_tries());
    context.model = "auto:cheap";
    EXPECT_TRUE(never_tries());
    context.model = "auto";
    EXPECT_FALSE(never_tries());
}

TEST_F(ExplorationTest, LeavesAPlanOfUnknownCostAlone) {
    plan.estimated_cost.reset();
    EXPECT_TRUE(never_tries());
}

}  // namespace
}  // namespace signalbox
