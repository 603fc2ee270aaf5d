#include "app/listed_facts.hpp"

#include "routing/model_registry.hpp"

#include <gtest/gtest.h>

namespace signalbox::app {
namespace {

ListedModel listed(std::string id) {
    return {.id = std::move(id),
            .price = Price{.input = {150'000}, .output = {600'000}},
            .context_window = 128'000,
            .max_output = 16'384,
            .tools = true,
            .json_mode = false,
            .vision = true};
}

class ListedFacts : public ::testing::Test {
protected:
    ListedFacts() { config.providers.push_back({.name = "or", .model_list = {.format = ModelListFormat::openrouter}}); }
    void configure(std::string id, std::string upstream_name, std::string provider = "or") {
        config.models.push_back(
            {.id = std::move(id), .provider = std::move(provider), .upstream_name = std::move(upstream_name)});
    }
    void add(std::vector<ListedModel> const& models) { add_listed(config, config.providers[0], models); }
    std::vector<std::string> ids() const {
        std::vector<std::string> names;
        for (auto const& model : config.models) names.push_back(model.id);
        return names;
    }
    Config config;
};

TEST_F(ListedFacts, FillAConfiguredModelWithTheirOrigin) {
    configure("small", "openai/gpt-4o-mini");
    add({listed("openai/gpt-4o-mini"), listed("openai/gpt-4o")});
    ASSERT_EQ(ids(), std::vector<std::string>{"small"}) << "only what is configured is routable";
    auto const& card = config.models[0];
    EXPECT_EQ(card.price.origin, Origin::provider_list);
    EXPECT_EQ(card.price.value.output, MicroUsd{600'000});
    EXPECT_EQ(card.context_window.value, 128'000);
    EXPECT_EQ(card.max_output.value, 16'384);
    EXPECT_TRUE(card.tools.value && card.vision.value);
    EXPECT_TRUE(card.json_mode.known());
    EXPECT_FALSE(card.json_mode.value);
}

TEST_F(ListedFacts, GiveWayToTheConfigurationAndBeatWhatTheNameSuggests) {
    configure("small", "openai/gpt-4o-mini");
    config.models[0].price.offer({.input = {1}, .output = {1}}, Origin::config);
    auto other = listed("openai/gpt-4o-mini");
    other.context_window = 5;
    add({other});
    ModelRegistry const registry{config.models};
    EXPECT_EQ(registry.find("small")->price.value.input, MicroUsd{1});
    EXPECT_EQ(registry.find("small")->context_window.value, 5);
}

TEST_F(ListedFacts, LeaveOpenWhatTheListDoesNotSay) {
    configure("auto", "openrouter/auto");
    add({{.id = "openrouter/auto"}});
    EXPECT_FALSE(config.models[0].price.known());
    EXPECT_FALSE(config.models[0].context_window.known());
}

TEST_F(ListedFacts, AreForTheirProviderAlone) {
    configure("small", "openai/gpt-4o-mini", "another");
    add({listed("openai/gpt-4o-mini")});
    EXPECT_FALSE(config.models[0].price.known());
}

TEST_F(ListedFacts, MakeModelsRoutableThatThePatternsName) {
    config.providers[0].model_list.add = {"openai/*", "*:free"};
    configure("small", "openai/gpt-4o-mini");
    add({listed("openai/gpt-4o"), listed("openai/gpt-4o-mini"), listed("a/b"), listed("a/b:free")});
    EXPECT_EQ(ids(), (std::vector<std::string>{"small", "or/openai/gpt-4o", "or/a/b:free"}));
    EXPECT_EQ(config.models[1].upstream_name, "openai/gpt-4o");
    EXPECT_EQ(config.models[1].provider, "or");
    EXPECT_EQ(config.models[1].price.origin, Origin::provider_list);
}

TEST_F(ListedFacts, NeverMakeRoutableWhatHasNoPriceOrNoText) {
    config.providers[0].model_list.add = {"*"};
    auto image = listed("a/image");
    image.text = false;
    add({{.id = "openrouter/auto"}, image});
    EXPECT_TRUE(config.models.empty());
}

TEST_F(ListedFacts, TakeNoNameThatIsTaken) {
    config.providers[0].model_list.add = {"*"};
    configure("or/a/b", "other");
    configure("named", "more");
    config.models[1].aliases = {"or/c/d"};
    add({listed("a/b"), listed("c/d")});
    EXPECT_EQ(config.models.size(), 2U);
}

TEST_F(ListedFacts, ChangeTheEpochOnlyWithAFact) {
    configure("small", "openai/gpt-4o-mini");
    auto const version = [&](ListedModel const& model) {
        auto with = config;
        add_listed(with, config.providers[0], std::vector{model});
        return ModelRegistry{with.models}.version();
    };
    auto dearer = listed("openai/gpt-4o-mini");
    dearer.price->input.count += 1;
    EXPECT_EQ(version(listed("openai/gpt-4o-mini")), version(listed("openai/gpt-4o-mini")));
    EXPECT_NE(version(listed("openai/gpt-4o-mini")), version(dearer));
}

}  // namespace
}  // namespace signalbox::app
