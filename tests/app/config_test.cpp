#include "app/config.hpp"

#include "app/fake_environment.hpp"

#include <gtest/gtest.h>

namespace signalbox::app {
namespace {

using namespace std::chrono_literals;

auto const with_key = fakes::environment({{"KEY", "sk-secret"}, {"HOST", "api.example.org"}});

Result<Config> parse(std::string_view text) { return parse_config(text, "s.yaml", with_key); }

constexpr std::string_view two_models = R"(
providers:
  - {name: up, base_url: https://api.example.org/v1, api_key: "${KEY}"}
models:
  - {id: small, provider: up, name: tiny-1, aliases: [fast]}
  - {id: large, provider: up}
)";

TEST(Config, KnowsWhereAnthropicIsUnlessTold) {
    auto const file = [](std::string const& more) {
        return "providers: [{name: a, type: anthropic" + more + "}]\nmodels: [{id: claude-x, provider: a}]\n";
    };
    auto const usual = parse_config(file(""), "s.yaml", fakes::environment({}));
    ASSERT_TRUE(usual) << usual.error().detail;
    EXPECT_EQ(usual->providers[0].base_url, "https://api.anthropic.com");
    auto const told = parse_config(file(", base_url: 'http://127.0.0.1:9'"), "s.yaml", fakes::environment({}));
    ASSERT_TRUE(told) << told.error().detail;
    EXPECT_EQ(told->providers[0].base_url, "http://127.0.0.1:9");
}

TEST(Config, AnEmptyFileGivesTheDefaults) {
    auto const config = parse("");

    ASSERT_TRUE(config) << config.error().detail;
    EXPECT_EQ(config->server.address, "127.0.0.1");
    EXPECT_EQ(config->server.port, 8080);
    EXPECT_EQ(config->routing.quality, 0.5);
    EXPECT_EQ(config->cache.capacity, 100U);
    EXPECT_TRUE(config->demo_only());
}

TEST(Config, SectionsWithoutAnythingInThemAreAsGoodAsAbsent) {
    EXPECT_TRUE(parse("server:\nrouting:\nproviders:\nchain: {}\n"));
}

TEST(Config, ReadsTheServer) {
    auto const config = parse(R"(
server:
  address: ::1
  port: 9000
  hosts: [box.local]
  origins: ["https://chat.example.org"]
  max_body: 64KiB
  max_in_flight: 7
  header_timeout: 5s
  drain: 1m
  resume: {grace: 5s, keep: 2m, max_log: 128KiB, max_logs: 8MiB}
)");
    ASSERT_TRUE(config) << config.error().detail;
    auto const& server = config->server;
    EXPECT_EQ(server.address, "::1");
    EXPECT_EQ(server.port, 9000);
    EXPECT_EQ(server.hosts, std::vector<std::string>{"box.local"});
    EXPECT_EQ(server.origins, std::vector<std::string>{"https://chat.example.org"});
    EXPECT_EQ(server.max_body, 65'536U);
    EXPECT_EQ(server.max_in_flight, 7U);
    EXPECT_EQ(server.header_timeout, Duration{5s});
    EXPECT_EQ(server.drain, Duration{1min});
    EXPECT_EQ(server.resume,
              (server::ResumeOptions{
                  .max_log = 131'072, .max_logs = 8U << 20, .grace = Duration{5s}, .keep = Duration{2min}}));
}

TEST(Config, RefusesLogsThatHoldNoRun) {
    auto const config = parse("server:\n  resume: {max_log: 4MiB, max_logs: 2MiB}\n");
    ASSERT_FALSE(config);
    EXPECT_TRUE(config.error().detail.contains("server.resume.max_logs")) << config.error().detail;
}

TEST(Config, ReadsProvidersAndTheirKeysFromTheEnvironment) {
    auto const config = parse(R"(
providers:
  - name: up
    type: openai
    base_url: https://${HOST}/v1
    api_key: ${KEY}
    headers: {X-Title: Box, X-Api-Key: "${KEY}"}
    timeouts: {resolve: 1s, connect: 750ms}
models:
  - {id: m, provider: up}
)");
    ASSERT_TRUE(config) << config.error().detail;
    auto const& provider = config->providers.at(0);
    EXPECT_EQ(provider.base_url, "https://api.example.org/v1");
    EXPECT_EQ(provider.api_key.reveal(), "sk-secret");
    EXPECT_EQ(provider.headers.at(1).second, "sk-secret");
    EXPECT_EQ(provider.client.resolve, Duration{1s});
    EXPECT_EQ(provider.client.connect, Duration{750ms});
    EXPECT_FALSE(config->demo_only());
}

TEST(Config, ReadsWhatIsKnownOfAModelAndLeavesTheRestUnknown) {
    auto const config = parse(R"(
providers: [{name: up, base_url: "https://api.example.org"}]
models:
  - id: m
    provider: up
    name: upstream-m
    aliases: [a, b]
    tier: mid
    quality: 0.7
    price: {input: 0.15, output: 0.6}
    context_window: 128000
    tools: true
    vision: false
    strengths: [code, analysis]
)");
    ASSERT_TRUE(config) << config.error().detail;
    auto const& model = config->models.at(0);
    EXPECT_EQ(model.upstream_name, "upstream-m");
    EXPECT_EQ(model.aliases, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(model.tier.value, Tier::mid);
    EXPECT_EQ(model.price.value, (Price{.input = {150'000}, .output = {600'000}}));
    EXPECT_EQ(model.price.origin, Origin::config);
    EXPECT_EQ(model.context_window.value, 128'000);
    EXPECT_TRUE(model.tools.value);
    EXPECT_FALSE(model.vision.value);
    EXPECT_EQ(model.vision.origin, Origin::config);
    EXPECT_EQ(model.strengths.value, (std::vector{Category::code, Category::analysis}));
    EXPECT_FALSE(model.json_mode.known());
    EXPECT_FALSE(model.max_output.known());
}

TEST(Config, ReadsRoutingChainCacheAndLog) {
    auto const config = parse(std::string{two_models} + R"(
workers: 2
log: {level: warn}
cache: {capacity: 500, ttl: 2h}
routing: {quality: 0.8, max_fallbacks: 1, allowed_models: [fast, large], max_cost: 0.05}
chain: {max_attempts: 4, judge: large, judge_cut: 8, emoji: false, deadline: 60s}
)");
    ASSERT_TRUE(config) << config.error().detail;
    EXPECT_EQ(config->workers, 2);
    EXPECT_EQ(config->log_level, telemetry::LogLevel::warn);
    EXPECT_EQ(config->cache.capacity, 500U);
    EXPECT_EQ(config->cache.ttl, Duration{2h});
    EXPECT_EQ(config->routing.quality, 0.8);
    EXPECT_EQ(config->routing.max_cost, MicroUsd{50'000});
    EXPECT_EQ(config->chain.judge_model, "large");
    EXPECT_EQ(config->chain.judge_cut.usual, 8);
    EXPECT_EQ(config->chain.judge_cut.of(Category::code), 8);
    EXPECT_FALSE(config->chain.emoji);
}

TEST(Config, ReadsWhatFollowsFailures) {
    auto const config = parse(R"(
chain:
  on_cut: continue
  next_on_content_policy: true
  timeouts: {total: 90s}
  breaker: {failures: 3, share: 0.25, cooldown: 1s, max_cooldown: 10s}
  retry_budget: {share: 0.1, per_second: 2.5}
)");
    ASSERT_TRUE(config) << config.error().detail;
    auto const& chain = config->chain;
    EXPECT_EQ(chain.on_cut, OnCut::proceed);
    EXPECT_TRUE(chain.next_on_content_policy);
    EXPECT_EQ(chain.breaker.failures, 3);
    EXPECT_EQ(chain.breaker.share, 0.25);
    EXPECT_EQ(chain.breaker.cooldown, Duration{1s});
    EXPECT_EQ(chain.breaker.max_cooldown, Duration{10s});
    EXPECT_EQ(chain.breaker.probe, Duration{90s});
    EXPECT_EQ(chain.retry_budget.share, 0.1);
    EXPECT_EQ(chain.retry_budget.per_second, 2.5);
}

TEST(Config, ReadsStrategies) {
    auto const config = parse(R"(
models: [{id: a, provider: p}, {id: b, provider: p}, {id: c, provider: p}]
providers: [{name: p, base_url: 'https://a.example'}]
chain:
  strategy: ensemble
  speculative: {delay: 0s, default_delay: 2s, max_share: 0.5}
  ensemble: {mode: best, models: [a, b, c], quorum: 3, synthesizer: c, patience: 4s}
)");
    ASSERT_TRUE(config) << config.error().detail;
    auto const& chain = config->chain;
    EXPECT_EQ(chain.strategy, Strategy::ensemble);
    EXPECT_EQ(chain.speculative.delay, Duration{});
    EXPECT_EQ(chain.speculative.default_delay, Duration{2s});
    EXPECT_EQ(chain.speculative.max_share, 0.5);
    EXPECT_EQ(chain.ensemble.mode, EnsembleMode::best);
    EXPECT_EQ(chain.ensemble.models.size(), 3U);
    EXPECT_EQ(chain.ensemble.quorum, 3);
    EXPECT_EQ(chain.ensemble.synthesizer, "c");
    EXPECT_EQ(chain.ensemble.patience, Duration{4s});
}

TEST(Config, TakesTheDelayOfRacesFromWhatWasSeenUnlessSet) {
    EXPECT_EQ(parse("chain: {speculative: {delay: auto}}")->chain.speculative.delay, std::nullopt);
    EXPECT_EQ(parse("")->chain.speculative.delay, std::nullopt);
}

TEST(Config, AQuorumThatNobodySetGivesWay) {
    EXPECT_EQ(parse("chain: {ensemble: {size: 2}}")->chain.ensemble.quorum, 2);
}

TEST(Config, ACooldownThatNobodySetGivesWay) {
    EXPECT_EQ(parse("chain: {breaker: {cooldown: 2m}}")->chain.breaker.max_cooldown, Duration{2min});
    EXPECT_EQ(parse("chain: {breaker: {max_cooldown: 2s}}")->chain.breaker.cooldown, Duration{2s});
}

TEST(Config, ADeadlineShortensTheTimeoutsThatNobodySet) {
    auto const config = parse("chain: {deadline: 20s}");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->chain.timeouts.total, Duration{20s});
    EXPECT_EQ(config->chain.timeouts.first_token, Duration{20s});
}

TEST(Config, ALongTimeoutStretchesTheLimitsThatNobodySet) {
    auto const config = parse("chain: {timeouts: {first_token: 10m}}");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->chain.timeouts.total, Duration{10min});
    EXPECT_EQ(config->chain.deadline, Duration{10min});
}

TEST(Config, ReadsWhichModelAnalyzes) {
    auto const config = parse(
        "providers: [{name: up, base_url: 'https://api.example.org/v1'}]\n"
        "models: [{id: small, provider: up}]\n"
        "analyzer: {model: small, timeout: 800ms, below_confidence: 0.7}\n");
    ASSERT_TRUE(config) << config.error().detail;
    EXPECT_EQ(config->chain.analyzer.model, "small");
    EXPECT_EQ(config->chain.analyzer.timeout, 800ms);
    EXPECT_EQ(config->chain.analyzer.below_confidence, 0.7);
}

TEST(Config, AsksNoModelForAnalysesUnlessToldTo) {
    EXPECT_FALSE(parse("")->chain.analyzer.on());
    EXPECT_FALSE(parse("analyzer: {model: none}")->chain.analyzer.on());
}

TEST(Config, GivesAnAnalyzerNoMoreTimeThanTheRequestHas) {
    auto const config = parse(
        "providers: [{name: up, base_url: 'https://api.example.org/v1'}]\n"
        "models: [{id: small, provider: up}]\n"
        "chain: {deadline: 1s}\nanalyzer: {model: small}\n");
    ASSERT_TRUE(config) << config.error().detail;
    EXPECT_EQ(config->chain.analyzer.timeout, 1s);
}

TEST(Config, JudgeAutoMeansTheBestModel) {
    auto const config = parse("chain: {judge: auto}");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->chain.judge_model, "");
}

TEST(Config, GivesCategoriesAJudgesCutOfTheirOwn) {
    auto const config = parse("chain: {judge_cut: {default: 6, code: 8.5}, accept_unknown: false, tell_issues: true}");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->chain.judge_cut.of(Category::code), 8.5);
    EXPECT_EQ(config->chain.judge_cut.of(Category::creative), 6);
    EXPECT_FALSE(config->chain.accept_unknown);
    EXPECT_TRUE(config->chain.tell_issues);
}

TEST(Config, TellsOfAllMistakesAtOnceInTheOrderOfTheFile) {
    auto const config = parse("workers: many\nserver:\n  port: 0x50\n  prot: 1\n");
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().detail,
              "s.yaml:1:10: workers: expected a whole number, found 'many'\n"
              "s.yaml:3:9: server.port: expected a whole number, found '0x50'\n"
              "s.yaml:4:3: server.prot: unknown key; did you mean 'port'?");
}

TEST(Config, NeverQuotesASecret) {
    auto const config = parse(
        "providers:\n  - {name: up, base_url: 'https://a.example', api_key: sk-live-123, headers: {authorization: "
        "Bearer sk-live-456}}\n"
        "models: [{id: m, provider: up}]\n");
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().detail.find("sk-live"), std::string::npos) << config.error().detail;
}

TEST(Config, CountsTheProblemsItDoesNotTell) {
    std::string text = "workers: 1\n";
    for (int i = 0; i < 25; ++i) text += "nothing_known_" + std::to_string(i) + ": 1\n";
    auto const config = parse(text);
    ASSERT_FALSE(config);
    EXPECT_TRUE(config.error().detail.ends_with("\n... and 5 more")) << config.error().detail;
}

}  // namespace
}  // namespace signalbox::app
