#include "app/config.hpp"
#include "app/fake_environment.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace signalbox::app {
namespace {

std::string read(std::string const& path) {
    std::ifstream file{std::string{SOURCE_DIR} + "/" + path};
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

// Every key that somebody documents is set.
Environment everything_set() {
    return [](std::string_view name) -> std::optional<std::string> {
        return name.ends_with("_API_KEY") ? std::optional<std::string>{"key"} : std::nullopt;
    };
}

std::vector<std::string> yaml_blocks(std::string const& page) {
    std::vector<std::string> blocks;
    constexpr std::string_view fence = "```yaml\n";
    for (auto at = page.find(fence); at != std::string::npos; at = page.find(fence, at)) {
        at += fence.size();
        blocks.push_back(page.substr(at, page.find("```", at) - at));
    }
    return blocks;
}

void expect_all_blocks_valid(std::string const& path) {
    auto const blocks = yaml_blocks(read(path));
    EXPECT_FALSE(blocks.empty()) << path;
    for (auto const& block : blocks) {
        auto const config = parse_config(block, path, everything_set());
        EXPECT_TRUE(config) << config.error().detail << "\n" << block;
    }
}

TEST(ConfigurationPage, HasOnlyExamplesThatWork) { expect_all_blocks_valid("docs/configuration.md"); }

TEST(Readme, HasOnlyConfigurationsThatWork) { expect_all_blocks_valid("README.md"); }

TEST(ExampleFile, Works) {
    auto const config = parse_config(read("signalbox.example.yaml"), "signalbox.example.yaml", everything_set());
    ASSERT_TRUE(config) << config.error().detail;
    EXPECT_EQ(config->providers.size(), 2U);
    EXPECT_EQ(config->models.size(), 3U);
}

TEST(ExampleFile, WorksWithEveryCommentedSettingTurnedOn) {
    std::istringstream lines{read("signalbox.example.yaml")};
    std::string text;
    for (std::string line; std::getline(lines, line);) {
        auto const hash = line.find("# ");
        bool const comment = hash != std::string::npos && line.find_first_not_of(' ') == hash;
        auto const setting = comment ? line.substr(hash + 2) : std::string{};
        auto const colon = setting.find(':');
        bool const is_setting =
            colon != std::string::npos &&
            setting.substr(0, colon).find_first_not_of(" -abcdefghijklmnopqrstuvwxyz_") == std::string::npos &&
            setting.find_first_not_of(" -") != std::string::npos &&
            setting.substr(0, colon).find(' ', setting.find_first_not_of(" -")) == std::string::npos;
        text += is_setting ? line.substr(0, hash) + setting : line;
        text += '\n';
    }
    auto const config = parse_config(text, "signalbox.example.yaml", everything_set());
    ASSERT_TRUE(config) << config.error().detail << "\n" << text;
    EXPECT_EQ(config->routing.max_cost, MicroUsd{50'000});
}

// The schema as the reader itself tells it: the keys it knows where an unknown one is refused.
std::vector<std::string> keys_known_in(std::string const& text) {
    auto const config = parse_config(text, "f", everything_set());
    std::string const detail = config ? "" : config.error().detail;
    constexpr std::string_view marker = "known here: ";
    auto const at = detail.find(marker);
    std::vector<std::string> keys;
    if (at == std::string::npos) return keys;
    std::istringstream list{detail.substr(at + marker.size(), detail.find('\n', at) - at - marker.size())};
    for (std::string key; std::getline(list, key, ',');) keys.push_back(key.substr(key.find_first_not_of(' ')));
    return keys;
}

struct Section {
    std::string path;  // as the page writes it
    std::string text;  // a file with an unknown key in that section
};

TEST(ConfigurationPage, MentionsEveryKeyOfTheSchema) {
    auto const page = read("docs/configuration.md");
    std::string const odd = "qqqqqqqqqqqqqqqqqqqq: 1";
    std::vector<Section> const sections{
        {"", odd},
        {"server.", "server: {" + odd + "}"},
        {"access.", "access: {" + odd + "}"},
        {"keys[].", "keys: [{id: a, hash: 'sha256:" + std::string(64, '0') + "', " + odd + "}]"},
        {"log.", "log: {" + odd + "}"},
        {"routing.", "routing: {" + odd + "}"},
        {"chain.", "chain: {" + odd + "}"},
        {"chain.timeouts.", "chain: {timeouts: {" + odd + "}}"},
        {"chain.speculative.", "chain: {speculative: {" + odd + "}}"},
        {"chain.ensemble.", "chain: {ensemble: {" + odd + "}}"},
        {"chain.breaker.", "chain: {breaker: {" + odd + "}}"},
        {"chain.retry_budget.", "chain: {retry_budget: {" + odd + "}}"},
        {"cache.", "cache: {" + odd + "}"},
        {"ollama.", "ollama: {" + odd + "}"},
        {"tracing.", "tracing: {" + odd + "}"},
        {"providers[].",
         "providers: [{name: p, base_url: 'https://a.example', " + odd + "}]\nmodels: [{id: m, provider: p}]"},
        {"providers[].timeouts.", "providers: [{name: p, base_url: 'https://a.example', timeouts: {" + odd +
                                      "}}]\nmodels: [{id: m, provider: p}]"},
        {"providers[].model_list.", "providers: [{name: p, base_url: 'https://a.example', model_list: {" + odd +
                                        "}}]\nmodels: [{id: m, provider: p}]"},
        {"models[].",
         "providers: [{name: p, base_url: 'https://a.example'}]\nmodels: [{id: m, provider: p, " + odd + "}]"},
        {"models[].price.",
         "providers: [{name: p, base_url: 'https://a.example'}]\nmodels: [{id: m, provider: p, price: {input: 1, "
         "output: 1, " +
             odd + "}}]"},
    };
    for (auto const& section : sections) {
        auto const keys = keys_known_in(section.text);
        EXPECT_FALSE(keys.empty()) << section.text;
        for (auto const& key : keys) {
            auto const heading = section.path.empty() ? "## " + key : section.path + key;
            EXPECT_NE(page.find(heading), std::string::npos) << heading << " is not documented";
        }
    }
}

TEST(FuzzSeeds, AreReadWithoutHarm) {
    int seeds = 0;
    for (auto const& entry : std::filesystem::directory_iterator{std::string{SOURCE_DIR} + "/fuzz/corpus/config"}) {
        auto const config =
            parse_config(read("fuzz/corpus/config/" + entry.path().filename().string()), "f.yaml", everything_set());
        if (!config) EXPECT_TRUE(config.error().detail.starts_with("f.yaml:")) << config.error().detail;
        ++seeds;
    }
    EXPECT_GT(seeds, 0);
}

}  // namespace
}  // namespace signalbox::app
