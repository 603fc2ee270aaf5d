#include "app/config_source.hpp"
#include "app/fake_environment.hpp"
#include "app/known_providers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace signalbox::app {
namespace {

Result<Config> from(Environment environment) {
    auto config = parse_config("", "the environment", environment);
    if (!config) return config;
    if (auto applied = apply_environment(*config, environment); !applied) return std::unexpected(applied.error());
    return config;
}

std::string refused(Environment environment) {
    auto const config = from(std::move(environment));
    return config ? "accepted" : config.error().detail;
}

TEST(EnvironmentConfig, NoKeyMeansDemoModels) {
    auto const config = from(fakes::environment({}));
    ASSERT_TRUE(config);
    EXPECT_TRUE(config->demo_only());
    EXPECT_EQ(config->models.size(), 3U);
}

TEST(EnvironmentConfig, AKeySwitchesItsProviderOn) {
    auto const config = from(fakes::environment({{"OPENAI_API_KEY", "sk-1"}}));
    ASSERT_TRUE(config);
    ASSERT_EQ(config->providers.size(), 1U);
    EXPECT_EQ(config->providers[0].name, "openai");
    EXPECT_EQ(config->providers[0].base_url, "https://api.openai.com/v1");
    EXPECT_EQ(config->providers[0].api_key.reveal(), "sk-1");
    EXPECT_FALSE(config->demo_only());
    EXPECT_TRUE(std::ranges::all_of(config->models, [](auto const& model) { return model.id.starts_with("openai/"); }));
}

TEST(EnvironmentConfig, EachKnownKeySwitchesOneProviderOn) {
    for (auto const& known : known_providers()) {
        auto const config = from(fakes::environment({{std::string{known.key_variable}, "k"}}));
        ASSERT_TRUE(config) << known.name;
        ASSERT_EQ(config->providers.size(), 1U);
        EXPECT_EQ(config->providers[0].name, known.name);
        EXPECT_EQ(config->models.size(), known.models.size());
    }
}

TEST(EnvironmentConfig, AnthropicsKeySwitchesItsOwnApiOn) {
    auto const config = from(fakes::environment({{"ANTHROPIC_API_KEY", "sk-ant"}}));
    ASSERT_TRUE(config);
    EXPECT_EQ(config->providers[0].type, ProviderType::anthropic);
    EXPECT_EQ(config->providers[0].base_url, "https://api.anthropic.com");
    ModelRegistry const registry{config->models};
    for (auto const& model : registry.models())
        EXPECT_TRUE(model.price.known() && model.max_output.known()) << model.id;
}

TEST(EnvironmentConfig, WellKnownModelsHaveAQualityAndSomeHaveAPrice) {
    for (auto const& known : known_providers()) {
        auto const config = from(fakes::environment({{std::string{known.key_variable}, "k"}}));
        ASSERT_TRUE(config);
        ModelRegistry const registry{config->models};
        for (auto const& model : registry.models()) EXPECT_TRUE(model.quality.known()) << model.id;
    }
}

TEST(EnvironmentConfig, SeveralKeysAddUp) {
    auto const config = from(fakes::environment({{"GROQ_API_KEY", "a"}, {"MISTRAL_API_KEY", "b"}}));
    ASSERT_TRUE(config);
    EXPECT_EQ(config->providers.size(), 2U);
}

TEST(EnvironmentConfig, ABaseUrlReplacesTheUsualOne) {
    auto const config =
        from(fakes::environment({{"OPENAI_API_KEY", "sk-1"}, {"OPENAI_BASE_URL", "http://127.0.0.1:9999/v1"}}));
    ASSERT_TRUE(config);
    EXPECT_EQ(config->providers[0].base_url, "http://127.0.0.1:9999/v1");
}

TEST(EnvironmentConfig, AFileWithItsOwnProvidersIgnoresKnownKeys) {
    auto const config =
        parse_config("providers: [{name: d, type: demo}]\nmodels: [{id: m, provider: d, name: small}]\n", "s.yaml",
                     fakes::environment({{"OPENAI_API_KEY", "sk-1"}}));
    ASSERT_TRUE(config) << config.error().detail;
    EXPECT_EQ(config->providers.size(), 1U);
}

TEST(EnvironmentConfig, SettingsBeatTheFile) {
    auto const environment = fakes::environment({{"SIGNALBOX_PORT", "9001"},
                                                 {"SIGNALBOX_ADDRESS", "::1"},
                                                 {"SIGNALBOX_LOG_LEVEL", "debug"},
                                                 {"SIGNALBOX_QUALITY", "0.9"}});
    auto config = parse_config("server: {port: 1}\nrouting: {quality: 0.1}\n", "s.yaml", environment);
    ASSERT_TRUE(config);
    ASSERT_TRUE(apply_environment(*config, environment));
    EXPECT_EQ(config->server.port, 9001);
    EXPECT_EQ(config->server.address, "::1");
    EXPECT_EQ(config->log_level, telemetry::LogLevel::debug);
    EXPECT_EQ(config->routing.quality, 0.9);
}

TEST(EnvironmentConfig, KnowsWordsForTheQuality) {
    auto const environment = fakes::environment({{"SIGNALBOX_QUALITY", "cheap"}});
    auto config = parse_config("", "s.yaml", environment);
    ASSERT_TRUE(apply_environment(*config, environment));
    EXPECT_EQ(config->routing.quality, 0);
}

TEST(EnvironmentConfig, BadSettingsNameTheirVariable) {
    EXPECT_EQ(refused(fakes::environment({{"SIGNALBOX_PORT", "http"}})),
              "SIGNALBOX_PORT: expected a number from 0 to 65535, found 'http'");
    EXPECT_EQ(refused(fakes::environment({{"SIGNALBOX_QUALITY", "2"}})),
              "SIGNALBOX_QUALITY: expected a number from 0 to 1, cheap, balanced or best, found '2'");
    EXPECT_EQ(refused(fakes::environment({{"SIGNALBOX_LOG_LEVEL", "loud"}})),
              "SIGNALBOX_LOG_LEVEL: expected debug, info, warn, error or off, found 'loud'");
    EXPECT_TRUE(refused(fakes::environment({{"SIGNALBOX_ADDRESS", "0.0.0.0"}}))
                    .starts_with("SIGNALBOX_ADDRESS: 0.0.0.0 is not a loopback address"));
    EXPECT_TRUE(refused(fakes::environment({{"OPENAI_API_KEY", "k"}, {"OPENAI_BASE_URL", "ftp://x"}}))
                    .starts_with("OPENAI_BASE_URL: not a usable provider address"));
    EXPECT_EQ(refused(fakes::environment({{"OPENAI_API_KEY", "a\r\nb"}})),
              "OPENAI_API_KEY: the key contains characters that no key has");
}

class ConfigFile : public ::testing::Test {
protected:
    std::string write(std::string const& text) {
        auto const path =
            std::filesystem::path{::testing::TempDir()} /
            ("signalbox_config_" + std::string{::testing::UnitTest::GetInstance()->current_test_info()->name()});
        std::ofstream{path} << text;
        return path.string();
    }
};

TEST_F(ConfigFile, IsReadAndNamedInErrors) {
    auto const path = write("workers: x\n");
    auto const config = load_config({.path = path, .environment = fakes::environment({})});
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().detail, path + ":1:10: workers: expected a whole number, found 'x'");
}

TEST_F(ConfigFile, MayBeNamedByTheEnvironment) {
    auto const path = write("workers: 3\n");
    auto const config = load_config({.environment = fakes::environment({{"SIGNALBOX_CONFIG", path}})});
    ASSERT_TRUE(config);
    EXPECT_EQ(config->workers, 3);
    EXPECT_EQ(config->source, path);
}

TEST_F(ConfigFile, ThatIsMissingOrADirectoryIsAnError) {
    auto const missing = load_config({.path = "/no/such/file.yaml", .environment = fakes::environment({})});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().detail, "/no/such/file.yaml: cannot be read: No such file or directory");
    auto const directory = load_config({.path = "/", .environment = fakes::environment({})});
    ASSERT_FALSE(directory);
    EXPECT_EQ(directory.error().detail, "/: is a directory");
}

TEST_F(ConfigFile, YieldsToTheCommandLine) {
    auto const path = write("server: {port: 1}\n");
    auto const config = load_config({.path = path,
                                     .address = "localhost",
                                     .port = 4242,
                                     .environment = fakes::environment({{"SIGNALBOX_PORT", "2"}})});
    ASSERT_TRUE(config);
    EXPECT_EQ(config->server.port, 4242);
    EXPECT_EQ(config->server.address, "127.0.0.1");
}

}  // namespace
}  // namespace signalbox::app
