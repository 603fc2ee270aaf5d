#include "app/config.hpp"
#include "app/fake_environment.hpp"

#include <gtest/gtest.h>

namespace signalbox::app {
namespace {

using namespace std::chrono_literals;

std::string file(std::string const& base_url, std::string const& more = "") {
    return "providers: [{name: my/or, base_url: '" + base_url + "'" + more + "}]\nmodels: [{id: m, provider: my/or}]\n";
}

std::string const openrouter = "https://openrouter.ai/api/v1";
std::string const elsewhere = "https://api.example.org/v1";

ModelListOptions options(std::string const& text, std::map<std::string, std::string, std::less<>> variables = {}) {
    auto config = parse_config(text, "s.yaml", fakes::environment(std::move(variables)));
    EXPECT_TRUE(config) << config.error().detail;
    return config ? config->providers.at(0).model_list : ModelListOptions{};
}

std::string complaint(std::string const& text) {
    auto const config = parse_config(text, "s.yaml", fakes::environment({}));
    return config ? "" : config.error().detail;
}

TEST(ModelListConfig, IsReadWhereOpenRouterIs) {
    EXPECT_EQ(options(file(openrouter)), ModelListOptions{.format = ModelListFormat::openrouter});
    EXPECT_EQ(options(file(elsewhere)), ModelListOptions{});
    EXPECT_EQ(options(file("https://openrouter.ai.example.org")), ModelListOptions{});
    EXPECT_EQ(options(file("https://notopenrouter.ai/api/v1")), ModelListOptions{});
    EXPECT_EQ(options(file(openrouter, ", model_list: {format: none}")), ModelListOptions{});
}

TEST(ModelListConfig, IsReadElsewhereOnDemand) {
    auto const read = options(
        file(elsewhere, ", model_list: {format: openrouter, every: 5m, add: ['openai/*', '*:free'], copy: /var/list}"));
    EXPECT_EQ(
        read,
        (ModelListOptions{
            .format = ModelListFormat::openrouter, .every = 5min, .add = {"openai/*", "*:free"}, .copy = "/var/list"}));
}

TEST(ModelListConfig, ComesWithTheKeyOfOpenRouter) {
    auto const config =
        parse_config("", "s.yaml", fakes::environment({{"OPENROUTER_API_KEY", "k"}, {"OPENAI_API_KEY", "k"}}));
    ASSERT_TRUE(config);
    EXPECT_EQ(config->providers.at(0).model_list.format, ModelListFormat::none);
    EXPECT_EQ(config->providers.at(1).name, "openrouter");
    EXPECT_EQ(config->providers.at(1).model_list.format, ModelListFormat::openrouter);
}

TEST(ModelListConfig, KeepsTheListInTheCacheFolder) {
    auto const in_cache = options(file(openrouter), {{"XDG_CACHE_HOME", "/c"}, {"HOME", "/h"}}).copy;
    EXPECT_TRUE(in_cache.starts_with("/c/signalbox/models-my_or-")) << in_cache;
    EXPECT_TRUE(in_cache.ends_with(".json"));
    EXPECT_TRUE(options(file(openrouter), {{"HOME", "/h"}}).copy.starts_with("/h/.cache/signalbox/models-my_or-"));
    EXPECT_TRUE(options(file(openrouter), {{"XDG_CACHE_HOME", "c"}, {"HOME", "/h"}}).copy.starts_with("/h/"));
    EXPECT_EQ(options(file(openrouter, ", model_list: {copy: none}"), {{"HOME", "/h"}}).copy, "");
    EXPECT_EQ(options(file(elsewhere), {{"HOME", "/h"}}).copy, "");
}

TEST(ModelListConfig, KeepsTheListsOfTwoPlacesApart) {
    auto const at = [](std::string const& url) {
        return options(file(url, ", model_list: {format: openrouter}"), {{"HOME", "/h"}}).copy;
    };
    EXPECT_NE(at(openrouter), at(elsewhere));
    EXPECT_EQ(at(openrouter), at(openrouter));
}

TEST(ModelListConfig, RefusesWhatHasNoEffect) {
    EXPECT_EQ(
        complaint(file(elsewhere, ", model_list: {every: 5m}")),
        "s.yaml:1:87: providers[0].model_list.every: there is no list to read; set model_list.format to openrouter");
    EXPECT_NE(complaint("providers: [{name: a, type: anthropic, model_list: {format: openrouter}}]\n"
                        "models: [{id: m, provider: a}]\n")
                  .find("only a provider of type openai can have such a list"),
              std::string::npos);
    EXPECT_NE(complaint(file(openrouter, ", model_list: {every: 100ms}")).find("model_list.every: must be from"),
              std::string::npos);
}

}  // namespace
}  // namespace signalbox::app
