#include "app/local_ollama.hpp"

#include "app/fake_environment.hpp"
#include "app/known_providers.hpp"
#include "fakes/loop_runner.hpp"
#include "fakes/scripted_server.hpp"
#include "providers/demo_models.hpp"

#include <gtest/gtest.h>

namespace signalbox::app {
namespace {

using namespace std::chrono_literals;

std::string address(std::string const& host) { return ollama_address(fakes::environment({{"OLLAMA_HOST", host}})); }

TEST(OllamaAddress, IsTheUsualOneUnlessItsVariableSaysOtherwise) {
    EXPECT_EQ(ollama_address(fakes::environment({})), "http://127.0.0.1:11434");
    EXPECT_EQ(address("127.0.0.1:9"), "http://127.0.0.1:9");
    EXPECT_EQ(address("localhost"), "http://localhost:11434");
    EXPECT_EQ(address("http://127.0.0.1:9/"), "http://127.0.0.1:9");
    EXPECT_EQ(address("https://box.example"), "https://box.example");
    EXPECT_EQ(address("[::1]"), "http://[::1]:11434");
}

TEST(OllamaAddress, MeansThisMachineWhereOllamaListensEverywhere) {
    EXPECT_EQ(address("0.0.0.0"), "http://127.0.0.1:11434");
    EXPECT_EQ(address("0.0.0.0:9"), "http://127.0.0.1:9");
    EXPECT_EQ(address("[::]:9"), "http://[::1]:9");
}

class OllamaSearch : public ::testing::Test {
protected:
    Result<std::vector<std::string>> found_with(std::string const& answer) {
        fakes::ScriptedServer server{[&](fakes::Peer& peer, int) {
            request = peer.request();
            peer.send(answer);
            if (answer.empty()) peer.client_left();
        }};
        return runner.run(list_ollama_models(runner.loop, server.url(), 200ms, cancellation));
    }
    fakes::LoopRunner runner;
    Cancellation cancellation;
    std::string request;
};

TEST_F(OllamaSearch, ListsWhatIsThere) {
    std::string const body = R"({"models":[{"name":"qwen3:8b"},{"name":"nomic-embed-text"}]})";
    auto const found =
        found_with("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    ASSERT_TRUE(found) << found.error().detail;
    EXPECT_EQ(*found, std::vector<std::string>{"qwen3:8b"});
    EXPECT_TRUE(request.starts_with("GET /api/tags HTTP/1.1\r\n"));
}

TEST_F(OllamaSearch, FindsNothingWhereSomethingElseAnswers) {
    EXPECT_FALSE(found_with("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"));
    EXPECT_FALSE(found_with("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>"));
}

TEST_F(OllamaSearch, DoesNotWaitForOneThatIsSilent) {
    auto const start = Clock::now();
    EXPECT_FALSE(found_with(""));
    EXPECT_LT(Clock::now() - start, 1s);
}

TEST_F(OllamaSearch, FindsNothingWhereNobodyListens) {
    EXPECT_FALSE(runner.run(list_ollama_models(runner.loop, "http://127.0.0.1:1", 200ms, cancellation)));
}

Config parsed(std::string const& text,
              std::initializer_list<std::pair<std::string const, std::string>> variables = {}) {
    auto const environment = fakes::environment(variables);
    auto config = parse_config(text, "s.yaml", environment);
    EXPECT_TRUE(config) << config.error().detail;
    EXPECT_TRUE(apply_environment(*config, environment));
    return std::move(*config);
}

TEST(FoundOllama, ReplacesTheDemoModels) {
    auto config = parsed("");
    ASSERT_TRUE(config.demo_only());
    ASSERT_TRUE(add_ollama(config, "http://127.0.0.1:11434", {"qwen3:8b"}));
    EXPECT_FALSE(config.demo_only());
    ASSERT_EQ(config.models.size(), 1U);
    EXPECT_EQ(config.models[0].id, "ollama/qwen3:8b");
    EXPECT_EQ(config.models[0].upstream_name, "qwen3:8b");
    EXPECT_TRUE(config.models[0].price.known());
    EXPECT_EQ(config.models[0].price.value, Price{});
}

TEST(FoundOllama, JoinsTheModelsOfAKey) {
    auto config = parsed("", {{"OPENAI_API_KEY", "k"}});
    auto const before = config.models.size();
    ASSERT_TRUE(add_ollama(config, "http://127.0.0.1:11434", {"qwen3:8b", "llama3.2"}));
    EXPECT_EQ(config.models.size(), before + 2);
}

TEST(FoundOllama, ChangesNothingWhenItIsEmptyOrItsNameIsTaken) {
    auto demo = parsed("");
    EXPECT_FALSE(add_ollama(demo, "http://127.0.0.1:11434", {}));
    EXPECT_TRUE(demo.demo_only());
    auto named =
        parsed("providers: [{name: ollama, base_url: 'http://127.0.0.1:1/v1'}]\nmodels: [{id: m, provider: ollama}]\n");
    EXPECT_FALSE(add_ollama(named, "http://127.0.0.1:11434", {"qwen3:8b"}));
    EXPECT_EQ(named.models.size(), 1U);
}

TEST(OllamaConfig, IsLookedForWhereNobodySaidWhatToServe) {
    std::string const own = "providers: [{name: d, type: demo}]\nmodels: [{id: m, provider: d, name: small}]\n";
    EXPECT_EQ(parsed("").ollama_address, "http://127.0.0.1:11434");
    EXPECT_EQ(parsed("", {{"OLLAMA_HOST", "localhost:9"}}).ollama_address, "http://localhost:9");
    EXPECT_EQ(parsed("ollama: {find: false}\n").ollama_address, "");
    EXPECT_EQ(parsed("", {{"SIGNALBOX_OLLAMA", "off"}}).ollama_address, "");
    EXPECT_EQ(parsed(own).ollama_address, "");
    EXPECT_EQ(parsed(own + "ollama: {find: true}\n").ollama_address, "http://127.0.0.1:11434");
}

TEST(OllamaConfig, OfItsOwnWinsOverTheSearchAndIsFree) {
    auto const config = parsed(
        "ollama: {find: true}\nproviders: [{name: o, type: ollama}]\nmodels: [{id: m, provider: o, name: "
        "'qwen3:8b'}]\n");
    EXPECT_EQ(config.ollama_address, "");
    EXPECT_EQ(config.providers[0].base_url, "http://127.0.0.1:11434");
    EXPECT_TRUE(config.models[0].price.known());
}

TEST(OllamaConfig, RefusesAnOddSwitch) {
    auto config = parsed("");
    auto const applied = apply_environment(config, fakes::environment({{"SIGNALBOX_OLLAMA", "maybe"}}));
    ASSERT_FALSE(applied);
    EXPECT_EQ(applied.error().detail, "SIGNALBOX_OLLAMA: expected on or off, found 'maybe'");
}

}  // namespace
}  // namespace signalbox::app
