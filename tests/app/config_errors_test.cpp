#include "app/config.hpp"
#include "app/fake_environment.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace signalbox::app {
namespace {

// One mistake, and all that is said about it.
struct Mistake {
    char const* name;
    std::string text;
    std::string message;
    friend void PrintTo(Mistake const& mistake, std::ostream* out) { *out << mistake.name; }
};

class ConfigMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(ConfigMistake, IsNamedWithItsPlace) {
    auto const config =
        parse_config(GetParam().text, "s.yaml", fakes::environment({{"KEY", "sk-1"}, {"BROKEN", "a\nb"}}));
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code, Errc::invalid_value);
    EXPECT_EQ(config.error().detail, GetParam().message);
}

std::string with_models(std::string const& rest) {
    return "providers: [{name: up, base_url: 'https://api.example.org/v1'}]\n"
           "models: [{id: small, provider: up}, {id: large, provider: up}]\n" +
           rest;
}

std::string provider(std::string const& members) {
    return "models: [{id: m, provider: up}]\nproviders:\n  - {name: up, " + members + "}\n";
}

std::string model(std::string const& members) {
    return "providers: [{name: up, base_url: 'https://api.example.org/v1'}]\nmodels:\n  - {id: m, provider: up, " +
           members + "}\n";
}

std::string nested(int levels) {
    std::string text;
    for (int i = 0; i < levels; ++i) text += "[";
    for (int i = 0; i < levels; ++i) text += "]";
    return text;
}

std::string const loopback_only =
    " is not a loopback address: without API keys Signalbox serves this machine only; make a key with `signalbox keys "
    "create`, or use 127.0.0.1 or ::1";
std::string const no_literal_key =
    "a key must not stand in the file; write ${NAME} and set the environment variable NAME";

INSTANTIATE_TEST_SUITE_P(
    Yaml, ConfigMistake,
    ::testing::Values(
        Mistake{"BrokenSyntax", "server: {port: 1,\nhosts: [a]\n",
                "s.yaml:3:1: not valid YAML: end of map flow not found"},
        Mistake{"Tab", "server:\n\tport: 1\n", "s.yaml:2:6: not valid YAML: illegal map value"},
        Mistake{"DuplicateKey", "workers: 1\nworkers: 2\n", "s.yaml:2:1: key 'workers' appears twice; first in line 1"},
        Mistake{"DuplicateKeyDeepInside", "server:\n  port: 1\n  port: 2\n",
                "s.yaml:3:3: server: key 'port' appears twice; first in line 2"},
        Mistake{"Anchor", "server: &a {port: 1}\n",
                "s.yaml:1:9: anchors and aliases (& and *) are not allowed: write the value out"},
        Mistake{"Alias", "server: *a\n", "s.yaml:1:9: not valid YAML: the referenced anchor is not defined"},
        Mistake{"MergeKey", "server: {<<: {port: 1}}\n",
                "s.yaml:1:10: server: merge keys (<<) are not allowed: write the values out"},
        Mistake{"Tag", "workers: !!int 1\n", "s.yaml:1:10: tags (!) are not allowed"},
        Mistake{"TwoDocuments", "workers: 1\n---\nworkers: 2\n", "s.yaml:1:1: more than one YAML document in the file"},
        Mistake{"AListAtTheTop", "- workers\n", "s.yaml:1:1: expected a map, found a list"},
        Mistake{"AScalarAtTheTop", "workers\n", "s.yaml:1:1: expected a map, found 'workers'"},
        Mistake{"AMapAsKey", "{a: 1}: 2\n", "s.yaml:1:1: a key must be text"},
        Mistake{"TooDeep", "workers: " + nested(17),
                "s.yaml:1:25: workers[0][0][0][0][0][0][0][0][0][0][0][0][0][0]: "
                "nested more than 16 levels deep"},
        Mistake{"TooLarge", "# " + std::string(1 << 20, 'x'), "s.yaml:1:1: the file is larger than 1 MiB"},
        Mistake{"InvalidUtf8", "workers: 1\nlog: {level: \xff}\n", "s.yaml:2:1: this line is not valid UTF-8"},
        Mistake{"ControlCharacter", std::string{"workers: 1\x04\n"}, "s.yaml:1:11: control character in the file"}),
    [](auto const& mistake) { return mistake.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Values, ConfigMistake,
    ::testing::Values(
        Mistake{"UnknownSection", "sever: {port: 1}\n", "s.yaml:1:1: sever: unknown key; did you mean 'server'?"},
        Mistake{"UnknownKeyLikeNone", "log: {colour: red}\n", "s.yaml:1:7: log.colour: unknown key; known here: level"},
        Mistake{"UnknownKeyOfAModel", model("qualty: 1"),
                "s.yaml:3:27: models[0].qualty: unknown key; did you mean 'quality'?"},
        Mistake{"SectionIsAList", "server: [1]\n", "s.yaml:1:9: server: expected a map, found a list"},
        Mistake{"ListIsAMap", "providers: {name: up}\n", "s.yaml:1:12: providers: expected a list, found a map"},
        Mistake{"PortIsText", "server: {port: http}\n",
                "s.yaml:1:16: server.port: expected a whole number, found 'http'"},
        Mistake{"PortIsQuoted", "server: {port: '80'}\n",
                "s.yaml:1:16: server.port: expected a whole number, found the text '80'"},
        Mistake{"PortIsNothing", "server: {port: }\n",
                "s.yaml:1:16: server.port: expected a whole number, found nothing"},
        Mistake{"PortIsNull", "server: {port: null}\n",
                "s.yaml:1:16: server.port: expected a whole number, found nothing"},
        Mistake{"PortTooLarge", "server: {port: 70000}\n",
                "s.yaml:1:16: server.port: must be from 0 to 65535, found '70000'"},
        Mistake{"PortNegative", "server: {port: -1}\n",
                "s.yaml:1:16: server.port: must be from 0 to 65535, found '-1'"},
        Mistake{"PortOctal", "server: {port: 0100}\n",
                "s.yaml:1:16: server.port: expected a whole number, found '0100'"},
        Mistake{"PortFraction", "server: {port: 80.5}\n",
                "s.yaml:1:16: server.port: expected a whole number, found '80.5'"},
        Mistake{"PortBeyondAllNumbers", "server: {port: 99999999999999999999}\n",
                "s.yaml:1:16: server.port: expected a whole number, found '99999999999999999999'"},
        Mistake{"YesIsNoTruth", "chain: {emoji: yes}\n",
                "s.yaml:1:16: chain.emoji: expected true or false, found 'yes'"},
        Mistake{"CapitalTrueIsNoTruth", "chain: {emoji: True}\n",
                "s.yaml:1:16: chain.emoji: expected true or false, found 'True'"},
        Mistake{"QuotedTruth", "chain: {emoji: 'true'}\n",
                "s.yaml:1:16: chain.emoji: expected true or false, found the text 'true'"},
        Mistake{"NotANumber", "routing: {quality: .nan}\n",
                "s.yaml:1:20: routing.quality: expected a number, found '.nan'"},
        Mistake{"QualityTooLarge", "routing: {quality: 1.5}\n",
                "s.yaml:1:20: routing.quality: must be from 0 to 1, found '1.5'"},
        Mistake{"DurationWithoutUnit", "chain: {deadline: 30}\n",
                "s.yaml:1:19: chain.deadline: expected a duration such as 250ms, 30s or 1h, found '30'"},
        Mistake{"DurationNegative", "chain: {deadline: -3s}\n",
                "s.yaml:1:19: chain.deadline: expected a duration such as 250ms, 30s or 1h, found '-3s'"},
        Mistake{"DurationZero", "chain: {timeouts: {gap: 0s}}\n",
                "s.yaml:1:25: chain.timeouts.gap: must be from 1ms to 1d, found '0s'"},
        Mistake{"DurationForEver", "chain: {deadline: 9999999999h}\n",
                "s.yaml:1:19: chain.deadline: expected a duration such as 250ms, 30s or 1h, found '9999999999h'"},
        Mistake{"SizeWithForeignUnit", "server: {max_body: 1MB}\n",
                "s.yaml:1:20: server.max_body: expected a size such as 64KiB or 32MiB, found '1MB'"},
        Mistake{"SizeTooSmall", "server: {max_body: 1}\n",
                "s.yaml:1:20: server.max_body: must be from 1024 to 1073741824 bytes, found '1'"},
        Mistake{"UnknownWord", "log: {level: loud}\n",
                "s.yaml:1:14: log.level: unknown value 'loud'; known here: debug, info, warn, error, off"},
        Mistake{
            "LongValuesAreCut", "log: {level: aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee}\n",
            "s.yaml:1:14: log.level: unknown value 'aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd...'; known here: debug, "
            "info, warn, error, off"},
        Mistake{"QuoteThatNobodyCloses", "server: {hosts: [x]}\nchain:\n  judge: \"none\n",
                "s.yaml:3:10: chain.judge: must not have line breaks, nor spaces around it"},
        Mistake{"EmptyText", "server: {address: ''}\n", "s.yaml:1:19: server.address: must not be empty"},
        Mistake{"TextInAListIsAMap", with_models("routing: {allowed_models: [{a: b}]}\n"),
                "s.yaml:3:28: routing.allowed_models[0]: expected text, found a map"}),
    [](auto const& mistake) { return mistake.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Meaning, ConfigMistake,
    ::testing::Values(
        Mistake{"OpenAddress", "server: {address: 0.0.0.0}\n", "s.yaml:1:19: server.address: 0.0.0.0" + loopback_only},
        Mistake{"OpenAddressInIp6", "server: {address: '::'}\n", "s.yaml:1:19: server.address: ::" + loopback_only},
        Mistake{"AddressIsAName", "server: {address: example.org}\n",
                "s.yaml:1:19: server.address: expected an IP address such as 127.0.0.1 or ::1, found 'example.org'"},
        Mistake{"OriginWithPath", "server: {origins: ['https://a.example/x']}\n",
                "s.yaml:1:20: server.origins[0]: expected an origin such as https://chat.example.org, found "
                "'https://a.example/x'"},
        Mistake{"FirstTokenLongerThanTotal", "chain: {timeouts: {first_token: 30s, total: 20s}}\n",
                "s.yaml:1:33: chain.timeouts.first_token: longer than chain.timeouts.total (20s)"},
        Mistake{"GapLongerThanDeadline", "chain: {deadline: 5s, timeouts: {gap: 6s}}\n",
                "s.yaml:1:39: chain.timeouts.gap: longer than chain.deadline (5s)"},
        Mistake{"TotalLongerThanDeadline", "chain: {deadline: 1m, timeouts: {total: 2m}}\n",
                "s.yaml:1:41: chain.timeouts.total: longer than chain.deadline (1m)"},
        Mistake{"CooldownLongerThanTheLongest", "chain: {breaker: {cooldown: 6s, max_cooldown: 5s}}\n",
                "s.yaml:1:29: chain.breaker.cooldown: longer than chain.breaker.max_cooldown (5s)"},
        Mistake{"UnknownStrategy", "chain: {strategy: guess}\n",
                "s.yaml:1:19: chain.strategy: unknown value 'guess'; known here: single, ensemble, speculative"},
        Mistake{"EnsembleOfOne", "chain: {ensemble: {models: [demo/small]}}\n",
                "s.yaml:1:28: chain.ensemble.models: expected two to five models"},
        Mistake{"QuorumAboveTheSize", "chain: {ensemble: {size: 2, quorum: 3}}\n",
                "s.yaml:1:37: chain.ensemble.quorum: more than there are models"},
        Mistake{"UnknownSynthesizer", "chain: {ensemble: {synthesizer: nobody}}\n",
                "s.yaml:1:33: chain.ensemble.synthesizer: unknown model 'nobody'; known here: demo/small, demo/medium, "
                "demo/large"},
        Mistake{"UnknownWayOn", "chain: {on_cut: resume}\n",
                "s.yaml:1:17: chain.on_cut: unknown value 'resume'; known here: error, continue, restart"},
        Mistake{"UnknownAnalyzer", with_models("analyzer: {model: smal}\n"),
                "s.yaml:3:19: analyzer.model: unknown model 'smal'; did you mean 'small'?"},
        Mistake{"AnalyzerWithoutAModel", with_models("analyzer: {timeout: 1s}\n"),
                "s.yaml:3:11: analyzer: names no model; add model: ID, the model that shall look at requests"},
        Mistake{"AnalyzerSlowerThanTheDeadline",
                with_models("chain: {deadline: 3s}\nanalyzer: {model: small, timeout: 5s}\n"),
                "s.yaml:4:35: analyzer.timeout: longer than chain.deadline (3s)"},
        Mistake{"AnalyzerSurerThanSure", with_models("analyzer: {model: small, below_confidence: 2}\n"),
                "s.yaml:3:44: analyzer.below_confidence: must be from 0 to 1, found '2'"},
        Mistake{"JudgeCutOfNoCategory", "chain: {judge_cut: {coding: 8}}\n",
                "s.yaml:1:21: chain.judge_cut.coding: unknown key; known here: default, code, research, creative, "
                "analysis, "
                "chat"},
        Mistake{"JudgeCutOutOfRange", "chain: {judge_cut: {chat: 11}}\n",
                "s.yaml:1:27: chain.judge_cut.chat: must be from 0 to 10, found '11'"},
        Mistake{"JudgeCutIsAList", "chain: {judge_cut: [7]}\n",
                "s.yaml:1:20: chain.judge_cut: expected a map, found a list"},
        Mistake{"AcceptUnknownIsNoTruth", "chain: {accept_unknown: maybe}\n",
                "s.yaml:1:25: chain.accept_unknown: expected true or false, found 'maybe'"},
        Mistake{"UnknownJudge", with_models("chain: {judge: largo}\n"),
                "s.yaml:3:16: chain.judge: unknown model 'largo'; did you mean 'large'?"},
        Mistake{"UnknownAllowedModel", with_models("routing: {allowed_models: [nothing-like-it]}\n"),
                "s.yaml:3:28: routing.allowed_models[0]: unknown model 'nothing-like-it'; known here: small, large"},
        Mistake{"UnknownDefaultModel", with_models("routing: {default_model: smal}\n"),
                "s.yaml:3:26: routing.default_model: unknown model 'smal'; did you mean 'small'?"},
        Mistake{"AutoDisableWithoutDefaultModel", with_models("learning: {auto_disable: true}\n"),
                "s.yaml:3:26: learning.auto_disable: needs routing.default_model: the model to fall back to"},
        Mistake{"UnknownDeniedModel", with_models("routing: {denied_models: [smal]}\n"),
                "s.yaml:3:27: routing.denied_models[0]: unknown model 'smal'; did you mean 'small'?"},
        Mistake{"NegativeCost", "routing: {max_cost: -1}\n",
                "s.yaml:1:21: routing.max_cost: must be from 0 to 1000000 dollars, found '-1'"}),
    [](auto const& mistake) { return mistake.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Providers, ConfigMistake,
    ::testing::Values(
        Mistake{"WithoutName", "providers:\n  - base_url: https://a.example\nmodels: [{id: m, provider: up}]\n",
                "s.yaml:2:5: providers[0].name: missing\n"
                "s.yaml:3:28: models[0].provider: unknown provider 'up'; known here: "},
        Mistake{"WithoutAddress", provider("type: openai"), "s.yaml:3:5: providers[0].base_url: missing"},
        Mistake{"OfUnknownType", provider("type: gemini, base_url: 'https://a.example'"),
                "s.yaml:3:22: providers[0].type: unknown value 'gemini'; known here: openai, anthropic, ollama, demo"},
        Mistake{"WithLiteralKey", provider("base_url: 'https://a.example', api_key: sk-live-1"),
                "s.yaml:3:56: providers[0].api_key: " + no_literal_key},
        Mistake{"WithKeyBesideText", provider("base_url: 'https://a.example', api_key: 'x${KEY}'"),
                "s.yaml:3:56: providers[0].api_key: " + no_literal_key},
        Mistake{"WithUnsetKey", provider("base_url: 'https://a.example', api_key: '${NO_SUCH_KEY}'"),
                "s.yaml:3:56: providers[0].api_key: the environment variable NO_SUCH_KEY is not set"},
        Mistake{"WithBadVariableName", provider("base_url: 'https://a.example', api_key: '${A-B}'"),
                "s.yaml:3:56: providers[0].api_key: expected ${NAME} with letters, digits and underscores"},
        Mistake{"WithAKeyThatBreaksTheHeader", provider("base_url: 'https://a.example', api_key: '${BROKEN}'"),
                "s.yaml:3:56: providers[0].api_key: the key contains characters that no key has"},
        Mistake{"WithLiteralAuthorization",
                provider("base_url: 'https://a.example', headers: {Authorization: Bearer x}"),
                "s.yaml:3:72: providers[0].headers.Authorization: " + no_literal_key},
        Mistake{"WithReservedHeader", provider("base_url: 'https://a.example', headers: {Host: x}"),
                "s.yaml:3:56: providers[0].headers: 'Host' cannot be configured"},
        Mistake{"WithUnclosedVariable", provider("base_url: 'https://${KEY'"),
                "s.yaml:3:26: providers[0].base_url: '${' without its '}'"},
        Mistake{"WithAKeyForADemo", provider("type: demo, api_key: '${KEY}'"),
                "s.yaml:3:37: providers[0].api_key: a demo provider has none"},
        Mistake{"WithoutModels", "providers: [{name: up, base_url: 'https://a.example'}]\n",
                "s.yaml:1:12: providers: no models: list them under 'models'"},
        Mistake{"OfTheSameName",
                "providers: [{name: up, base_url: 'https://a.example'}, {name: up, base_url: 'https://b.example'}]\n"
                "models: [{id: m, provider: up}]\n",
                "s.yaml:1:63: providers[1].name: name 'up' is already taken"}),
    [](auto const& mistake) { return mistake.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Models, ConfigMistake,
    ::testing::Values(
        Mistake{"WithoutId", "providers: [{name: up, base_url: 'https://a.example'}]\nmodels:\n  - provider: up\n",
                "s.yaml:3:5: models[0].id: missing"},
        Mistake{"OfNoProvider", "models: [{id: m, provider: up}]\n",
                "s.yaml:1:28: models[0].provider: unknown provider 'up'; none is configured"},
        Mistake{
            "OfAMistypedProvider",
            "providers: [{name: openrouter, base_url: 'https://a.example'}]\nmodels: [{id: m, provider: openroter}]\n",
            "s.yaml:2:28: models[0].provider: unknown provider 'openroter'; did you mean 'openrouter'?"},
        Mistake{"WithHalfAPrice", model("price: {input: 1}"), "s.yaml:3:34: models[0].price.output: missing"},
        Mistake{"WithAPriceInWords", model("price: {input: cheap, output: 1}"),
                "s.yaml:3:42: models[0].price.input: expected a number of dollars, found 'cheap'"},
        Mistake{"WithAPriceTooFine", model("price: {input: 0.0000001, output: 1}"),
                "s.yaml:3:42: models[0].price.input: dollars have at most 6 decimals here, found '0.0000001'"},
        Mistake{"OfUnknownTier", model("tier: gold"),
                "s.yaml:3:33: models[0].tier: unknown value 'gold'; known here: cheap, mid, expensive"},
        Mistake{"WithAnUnknownStrength", model("strengths: [code, jokes]"),
                "s.yaml:3:45: models[0].strengths[1]: unknown value 'jokes'; known here: code, research, creative, "
                "analysis, chat"},
        Mistake{"NamedLikeARoute",
                "providers: [{name: up, base_url: 'https://a.example'}]\nmodels: [{id: auto, provider: up}]\n",
                "s.yaml:2:15: models[0].id: 'auto' is a routing name"},
        Mistake{"OfTheSameId",
                "providers: [{name: up, base_url: 'https://a.example'}]\n"
                "models: [{id: m, provider: up}, {id: m, provider: up}]\n",
                "s.yaml:2:38: models[1].id: id 'm' is already taken"},
        Mistake{"WithAnothersIdAsAlias",
                "providers: [{name: up, base_url: 'https://a.example'}]\n"
                "models: [{id: m, provider: up, aliases: [n]}, {id: n, provider: up}]\n",
                "s.yaml:2:42: models[0].aliases[0]: name 'n' is already taken"}),
    [](auto const& mistake) { return mistake.param.name; });

TEST(ConfigAddress, OfAProviderMayNotLeadToCloudMetadata) {
    auto const config =
        parse_config(provider("base_url: 'http://169.254.169.254/latest'"), "s.yaml", fakes::environment({}));
    ASSERT_FALSE(config);
    EXPECT_TRUE(
        config.error().detail.starts_with("s.yaml:3:26: providers[0].base_url: not a usable provider address: "))
        << config.error().detail;
}

}  // namespace
}  // namespace signalbox::app
