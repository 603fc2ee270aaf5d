#include "app/engine.hpp"

#include "app/config_source.hpp"
#include "app/fake_environment.hpp"
#include "app/version.hpp"
#include "cli/run_on.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace signalbox::app {
namespace {

using cli::run_on;

Config demo_config(std::string_view text = "workers: 1\n") {
    auto config = parse_config(text, "s.yaml", fakes::environment({}));
    EXPECT_TRUE(config) << config.error().detail;
    return std::move(*config);
}

ChainContext question(std::string text) {
    ChainContext context;
    context.messages.push_back({Role::user, std::move(text)});
    return context;
}

class EngineTest : public ::testing::Test {
protected:
    std::unique_ptr<Engine> engine = std::move(*Engine::create(demo_config()));
    Cancellation cancellation;

    Result<ChainResult> ask(std::string text) {
        auto const context = question(std::move(text));
        auto& [loop, orchestrator] = engine->worker(0);
        return run_on(loop, orchestrator.orchestrate(context, cancellation));
    }
    // Lets the loop take over what was posted to it.
    void turn() {
        auto& loop = engine->worker(0).loop;
        loop.post_from_anywhere([&loop] { loop.stop(); });
        loop.run();
    }
};

TEST_F(EngineTest, AnswersWithTheDemoModels) {
    auto const result = ask("What is 2+2?");
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_TRUE(result->response.starts_with("2 + 2 = 4.")) << result->response;
    EXPECT_TRUE(result->model.starts_with("demo/"));
}

TEST_F(EngineTest, RemembersItsRoutes) {
    ASSERT_TRUE(ask("What is 2+2?"));
    auto const again = ask("What is 2+2?");
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->cache_hit);
}

TEST_F(EngineTest, ReloadChangesTheModelsOfNewRequests) {
    ASSERT_TRUE(ask("What is 2+2?"));
    auto only_large =
        demo_config("providers: [{name: demo, type: demo}]\nmodels: [{id: mine, provider: demo, name: large}]\n");

    ASSERT_TRUE(engine->reload(std::move(only_large)));
    turn();

    auto const result = ask("What is 2+2?");
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(result->model, "mine");
    EXPECT_FALSE(result->cache_hit) << "a route of the old epoch must not be used";
}

TEST_F(EngineTest, ReloadOfTheSameConfigurationKeepsRememberedRoutes) {
    ASSERT_TRUE(ask("What is 2+2?"));
    ASSERT_TRUE(engine->reload(demo_config()));
    turn();
    auto const again = ask("What is 2+2?");
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->cache_hit);
}

TEST_F(EngineTest, ReloadForgetsNotWhichModelsAreLeftAlone) {
    auto const snapshot = [&] { return engine->worker(0).orchestrator.snapshot(); };
    auto* small = snapshot()->health->find("demo/small");
    ASSERT_NE(small, nullptr);
    auto const retries = snapshot()->retries;
    ASSERT_TRUE(engine->reload(demo_config("routing: {quality: 1}\n")));
    turn();
    EXPECT_EQ(snapshot()->health->find("demo/small"), small);
    EXPECT_EQ(snapshot()->retries, retries);

    ASSERT_TRUE(engine->reload(demo_config("chain: {retry_budget: {share: 0.1}}\n")));
    turn();
    EXPECT_NE(snapshot()->retries, retries);
}

TEST_F(EngineTest, TakesNewFactsOfItsModels) {
    ASSERT_TRUE(ask("What is 2+2?"));
    auto const epoch = [&] { return engine->worker(0).orchestrator.snapshot()->epoch; };
    auto const before = epoch();
    auto models = engine->config().models;
    engine->take_models(models);
    turn();
    EXPECT_EQ(epoch(), before) << "nothing new: remembered routes live on";

    models[0].price.value.input.count += 1;
    engine->take_models(models);
    turn();
    EXPECT_NE(epoch(), before);
    EXPECT_TRUE(ask("What is 2+2?")) << "providers are the same";
}

TEST_F(EngineTest, RoutesByWhatWasLearned) {
    auto const task = "Write a function that merges two sorted lists and explain its complexity";
    auto const before = ask(task);
    ASSERT_TRUE(before);
    auto lessons = std::make_shared<Lessons>();
    lessons->number = 1;
    lessons->models[model_tag(before->model)] = {.skill = -4};
    engine->take_lessons(lessons);
    turn();
    auto const after = ask(task);
    ASSERT_TRUE(after);
    EXPECT_NE(after->model, before->model);
    EXPECT_FALSE(after->cache_hit) << "routes of before are dead";
}

TEST_F(EngineTest, AnalyzesByWeightsThatWereLearned) {
    auto const version = [this] { return engine->worker(0).orchestrator.snapshot()->analyzer->version(); };
    auto const before = version();
    auto const base = engine->lesson_base();
    auto weights = built_in_weights();
    weights.need_middle += 0.125F;
    auto lessons = std::make_shared<Lessons>();
    lessons->number = 1;
    lessons->weights = std::make_shared<Weights const>(weights);
    engine->take_lessons(lessons);
    turn();
    EXPECT_NE(version(), before);
    EXPECT_EQ(version(), weights.version());
    EXPECT_EQ(engine->lesson_base(), base) << "what they are an addition to is the same";
    EXPECT_TRUE(ask("What is 2+2?"));
}

TEST_F(EngineTest, SwitchesRoutingOffWhileItIsNoBetterThanChance) {
    auto const config =
        demo_config("routing: {default_model: demo/medium}\nlearning: {auto_disable: true, exploration: 0}\n");
    engine = std::move(*Engine::create(config));
    auto const fixed = [this] {
        turn();
        return engine->worker(0).orchestrator.snapshot()->routing.fixed;
    };
    auto const lessons = std::make_shared<Lessons const>();
    EXPECT_FALSE(fixed());
    engine->take_lessons(lessons, RoutingStanding::not_better);
    EXPECT_TRUE(fixed());
    EXPECT_EQ(ask("What is 2+2?")->model, "demo/medium");
    ASSERT_TRUE(engine->reload(config));
    EXPECT_TRUE(fixed()) << "a reload does not prove it";
    engine->take_lessons(lessons, RoutingStanding::better);
    EXPECT_FALSE(fixed());
}

TEST_F(EngineTest, LeavesRoutingOnWhereNobodySaidOtherwise) {
    engine->take_lessons(std::make_shared<Lessons const>(), RoutingStanding::not_better);
    turn();
    EXPECT_FALSE(engine->worker(0).orchestrator.snapshot()->routing.fixed);
}

TEST_F(EngineTest, KeepsWhatWasLearnedOverAReload) {
    auto const snapshot = [this]() -> Snapshot const& { return *engine->worker(0).orchestrator.snapshot(); };
    auto const model = snapshot().registry.models()[0].id;
    auto lessons = std::make_shared<Lessons>();
    lessons->number = 1;
    lessons->models[model_tag(model)] = {.skill = -1};
    engine->take_lessons(lessons);
    ASSERT_TRUE(engine->reload(demo_config("routing: {quality: 1}\n")));
    turn();
    EXPECT_EQ(snapshot().registry.find(model)->learned->skill, -1);
    engine->take_models(engine->config().models);
    turn();
    EXPECT_EQ(snapshot().registry.find(model)->learned->skill, -1);
}

TEST_F(EngineTest, TriesModelsOutOnlyWhereSomebodyLearns) {
    auto const share = [this] { return engine->worker(0).orchestrator.snapshot()->chain.exploration; };
    EXPECT_EQ(share(), 0);
    engine->take_lessons(std::make_shared<Lessons const>());
    turn();
    EXPECT_EQ(share(), 0.01);
    EXPECT_FALSE(engine->worker(0).orchestrator.snapshot()->registry.models()[0].learned) << "nothing is known yet";
}

TEST_F(EngineTest, AReloadThatCannotBeBuiltChangesNothing) {
    auto broken = demo_config();
    broken.providers.push_back({.name = "broken", .base_url = "ftp://nowhere"});
    auto const reloaded = engine->reload(std::move(broken));
    ASSERT_FALSE(reloaded);
    EXPECT_TRUE(reloaded.error().detail.starts_with("provider broken: ")) << reloaded.error().detail;
    EXPECT_EQ(engine->config().providers.size(), 1U);
    EXPECT_TRUE(ask("What is 2+2?"));
}

TEST_F(EngineTest, WhatOnlyARestartCanChangeIsNamed) {
    auto after = demo_config(
        "workers: 3\nserver: {port: 9}\nlog: {level: off}\nlearning: {enabled: false}\n"
        "routing: {quality: 1}\n");
    EXPECT_EQ(needs_restart(engine->config(), after),
              (std::vector<std::string>{"server", "workers", "log", "learning"}));
    ASSERT_TRUE(engine->reload(std::move(after)));
    EXPECT_EQ(engine->config().server.port, 8080);
    EXPECT_EQ(engine->config().routing.quality, 1);
}

TEST(Engine, HasOneWorkerPerCoreUnlessToldOtherwise) {
    EXPECT_EQ((*Engine::create(demo_config("workers: 3\n")))->workers(), 3U);
    EXPECT_GE((*Engine::create(demo_config("")))->workers(), 1U);
}

TEST(Engine, RefusesAProviderThatCannotBeBuilt) {
    auto config = demo_config();
    config.providers.push_back({.name = "broken", .base_url = "nonsense"});
    EXPECT_FALSE(Engine::create(std::move(config)));
}

TEST(Version, IsTheBuildsOwn) {
    std::ifstream file{SOURCE_DIR "/CMakeLists.txt"};
    std::stringstream text;
    text << file.rdbuf();
    EXPECT_NE(text.str().find("VERSION " + std::string{version} + " "), std::string::npos);
}

}  // namespace
}  // namespace signalbox::app
