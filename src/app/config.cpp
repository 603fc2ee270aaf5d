#include "app/config.hpp"

#include "app/config_checks.hpp"
#include "app/config_reader.hpp"
#include "app/key_config.hpp"
#include "app/known_providers.hpp"
#include "app/local_ollama.hpp"
#include "app/model_list_options.hpp"
#include "core/quality_preset.hpp"

#include <algorithm>

namespace signalbox::app {

namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr std::size_t kib = 1024;
constexpr std::size_t mib = 1024 * kib;

AccessConfig access_config(Reader const& access, Reader const& keys) {
    AccessConfig config;
    access["keys_file"].into(config.keys_file);
    access["open_to_loopback"].into(config.open_to_loopback);
    config.keys = api_keys(keys);
    if (config.open_to_loopback && !config.guarded()) {
        access["open_to_loopback"].refuse("nobody needs a key: list keys, or name a keys_file");
    }
    return config;
}

server::ServerOptions server_options(Reader const& server, bool guarded) {
    server::ServerOptions options;
    server["address"].into(options.address);
    server["port"].into(options.port, {0, 65'535});
    server["hosts"].into(options.hosts);
    server["origins"].into(options.origins);
    server["max_body"].into_bytes(options.max_body, {kib, 1024 * mib});
    server["max_connections"].into(options.max_connections, {1, 1'000'000});
    server["max_in_flight"].into(options.max_in_flight, {1, 1'000'000});
    server["max_requests_per_connection"].into(options.max_requests_per_connection, {1, 1'000'000'000});
    server["max_pipelined"].into_bytes(options.max_pipelined, {kib, 16 * mib});
    server["max_stream_buffer"].into_bytes(options.max_stream_buffer, {4 * kib, 64 * mib});
    server["header_timeout"].into(options.header_timeout, {seconds{1}, hours{1}});
    server["body_timeout"].into(options.body_timeout, {seconds{1}, hours{1}});
    server["idle_timeout"].into(options.idle_timeout, {seconds{1}, hours{24}});
    server["write_timeout"].into(options.write_timeout, {seconds{1}, hours{1}});
    server["keep_alive_comment"].into(options.keep_alive_comment, {seconds{1}, hours{1}});
    server["commit_after"].into(options.commit_after, {milliseconds{0}, hours{1}});
    server["drain"].into(options.drain, {milliseconds{0}, hours{1}});
    auto const resume = server["resume"];
    resume["max_log"].into_bytes(options.resume.max_log, {64 * kib, 64 * mib});
    resume["max_logs"].into_bytes(options.resume.max_logs, {mib, 1024 * 1024 * mib});
    resume["grace"].into(options.resume.grace, {milliseconds{0}, hours{1}});
    resume["keep"].into(options.resume.keep, {milliseconds{0}, hours{1}});
    if (options.resume.max_logs < options.resume.max_log) {
        resume["max_logs"].refuse("must be at least resume.max_log, or no run could be resumable");
    }
    check_address(server["address"], options, guarded);
    check_origins(server["origins"]);
    return options;
}

RoutingPolicy routing_policy(Reader const& routing) {
    RoutingPolicy policy;
    if (auto const preset = preset_quality(routing["quality"].raw())) {
        policy.quality = *preset;
    } else {
        routing["quality"].into(policy.quality, {0, 1});
    }
    routing["min_complexity_for_chain"].into(policy.min_complexity_for_chain, {1, 11});
    routing["min_complexity_for_judge"].into(policy.min_complexity_for_judge, {1, 11});
    routing["max_fallbacks"].into(policy.max_fallbacks, {0, 10});
    routing["allowed_models"].into(policy.allowed_models);
    routing["denied_models"].into(policy.denied_models);
    routing["weights"].into(policy.weights_file);
    routing["default_model"].into(policy.default_model);
    routing["max_cost"].into(policy.max_cost);
    return policy;
}

HealthOptions breaker_options(Reader const& breaker, Duration longest_call) {
    HealthOptions options{.probe = longest_call};
    breaker["failures"].into(options.failures, {1, 20});
    breaker["share"].into(options.share, {0.05, 1});
    breaker["cooldown"].into(options.cooldown, {milliseconds{10}, hours{1}});
    breaker["max_cooldown"].into(options.max_cooldown, {milliseconds{10}, hours{1}});
    settle_cooldowns(breaker, options);
    return options;
}

RetryBudgetOptions retry_budget(Reader const& budget) {
    RetryBudgetOptions options;
    budget["share"].into(options.share, {0, 1});
    budget["per_second"].into(options.per_second, {0, 100'000});
    return options;
}

// "auto": as long as most calls take.
SpeculativePolicy speculative_policy(Reader const& section) {
    SpeculativePolicy policy;
    if (auto const delay = section["delay"]; delay.given() && delay.raw() != "auto") {
        delay.into(policy.delay.emplace(), {milliseconds{0}, hours{1}});
    }
    section["default_delay"].into(policy.default_delay, {milliseconds{0}, hours{1}});
    section["max_share"].into(policy.max_share, {0, 1});
    return policy;
}

EnsemblePolicy ensemble_policy(Reader const& section) {
    EnsemblePolicy policy;
    section["mode"].into(policy.mode);
    section["models"].into(policy.models);
    section["size"].into(policy.size, {2, 5});
    section["quorum"].into(policy.quorum, {1, 5});
    section["synthesizer"].into(policy.synthesizer);
    section["patience"].into(policy.patience, {milliseconds{0}, hours{1}});
    settle_ensemble(section, policy);
    return policy;
}

// A number for all categories, or a map of them with a `default`.
JudgeCut judge_cut(Reader const& given) {
    JudgeCut cut;
    if (!given.given()) return cut;
    if (!given.raw().empty()) {
        given.into(cut.usual, {0, 10});
        return cut;
    }
    given["default"].into(cut.usual, {0, 10});
    for (std::size_t i = 0; i < category_names.size(); ++i) {
        auto const own = given[category_names[i]];
        if (own.given()) own.into(cut.own[i].emplace(), {0, 10});
    }
    return cut;
}

ChainPolicy chain_policy(Reader const& chain) {
    ChainPolicy policy;
    chain["max_attempts"].into(policy.max_attempts, {1, 10});
    chain["max_retries"].into(policy.max_retries, {0, 5});
    chain["deadline"].into(policy.deadline, {milliseconds{10}, hours{24}});
    chain["validate"].into(policy.validate);
    chain["judge"].into(policy.judge_model);
    policy.judge_cut = judge_cut(chain["judge_cut"]);
    chain["judge_timeout"].into(policy.judge_timeout, {milliseconds{10}, hours{1}});
    chain["accept_unknown"].into(policy.accept_unknown);
    chain["tell_issues"].into(policy.tell_issues);
    chain["emoji"].into(policy.emoji);
    chain["hold_tokens"].into(policy.hold_tokens, {1, 100'000});
    chain["hold_time"].into(policy.hold_time, {milliseconds{0}, hours{1}});
    chain["on_cut"].into(policy.on_cut);
    chain["next_on_content_policy"].into(policy.next_on_content_policy);
    if (policy.judge_model == "auto") policy.judge_model.clear();

    auto const timeouts = chain["timeouts"];
    timeouts["connect"].into(policy.timeouts.connect, {milliseconds{1}, hours{1}});
    timeouts["first_token"].into(policy.timeouts.first_token, {milliseconds{1}, hours{24}});
    timeouts["gap"].into(policy.timeouts.gap, {milliseconds{1}, hours{24}});
    timeouts["total"].into(policy.timeouts.total, {milliseconds{1}, hours{24}});
    settle_timeouts(chain, policy);
    chain["strategy"].into(policy.strategy);
    policy.speculative = speculative_policy(chain["speculative"]);
    policy.ensemble = ensemble_policy(chain["ensemble"]);
    policy.breaker = breaker_options(chain["breaker"], policy.timeouts.total);
    policy.retry_budget = retry_budget(chain["retry_budget"]);
    return policy;
}

AnalyzerPolicy analyzer_policy(Reader const& analyzer, ChainPolicy const& chain) {
    AnalyzerPolicy policy;
    analyzer["model"].into(policy.model);
    analyzer["timeout"].into(policy.timeout, {milliseconds{10}, hours{1}});
    analyzer["below_confidence"].into(policy.below_confidence, {0, 1});
    settle_analyzer(analyzer, chain, policy);
    return policy;
}

RouteCacheOptions cache_options(Reader const& cache) {
    RouteCacheOptions options;
    cache["capacity"].into(options.capacity, {1, 1'000'000});
    cache["ttl"].into(options.ttl, {seconds{1}, hours{24 * 365}});
    return options;
}

ProviderConfig provider_config(Reader const& provider, ChainPolicy const& chain) {
    ProviderConfig config{.name = provider["name"].text()};
    config.client.connect = chain.timeouts.connect;
    provider["type"].into(config.type);
    config.base_url = usual_base_url(config.type);
    bool const placed = config.type != ProviderType::demo && (config.base_url.empty() || provider["base_url"].given());
    if (placed) config.base_url = provider["base_url"].expanded();
    config.api_key = provider["api_key"].secret();
    for (auto const& [name, value] : provider["headers"].members()) config.headers.emplace_back(name, value.expanded());
    provider["ca_file"].into(config.client.ca_file);
    provider["idle_connections"].into(config.client.idle_connections, {0, 10'000});
    provider["idle_time"].into(config.client.idle_time, {seconds{1}, hours{24}});
    config.client.keep_warm = std::chrono::minutes{5};
    provider["keep_warm"].into(config.client.keep_warm, {seconds{0}, hours{24}});
    provider["timeouts"]["resolve"].into(config.client.resolve, {milliseconds{1}, hours{1}});
    provider["timeouts"]["connect"].into(config.client.connect, {milliseconds{1}, hours{1}});
    config.model_list = model_list_options(provider["model_list"], config);
    check_provider(provider, config);
    return config;
}

template <class T, class... Range>
void offer(Fact<T>& fact, Reader const& value, Range... range) {
    if (!value.given()) return;
    T read{};
    value.into(read, range...);
    fact.offer(std::move(read), Origin::config);
}

std::vector<Category> categories(Reader const& strengths) {
    std::vector<Category> list;
    for (auto const& item : strengths.items()) item.into(list.emplace_back());
    return list;
}

ModelCard model_card(Reader const& model) {
    ModelCard card{.id = model["id"].text(), .provider = model["provider"].text(), .upstream_name = {}, .aliases = {}};
    card.upstream_name = card.id;
    model["name"].into(card.upstream_name);
    model["aliases"].into(card.aliases);
    offer(card.tier, model["tier"]);
    offer(card.quality, model["quality"], Reader::Range<double>{0, 1});
    if (auto const price = model["price"]; price.given()) {
        card.price.offer({.input = price["input"].dollars(), .output = price["output"].dollars()}, Origin::config);
    }
    offer(card.context_window, model["context_window"], Reader::Range<std::int64_t>{1, 1'000'000'000});
    offer(card.max_output, model["max_output"], Reader::Range<std::int64_t>{1, 1'000'000'000});
    offer(card.tokens_per_second, model["tokens_per_second"], Reader::Range<double>{0.1, 1'000'000});
    offer(card.tools, model["tools"]);
    offer(card.json_mode, model["json_mode"]);
    offer(card.vision, model["vision"]);
    offer(card.chat, model["chat"]);
    if (auto const strengths = model["strengths"]; strengths.given()) {
        card.strengths.offer(categories(strengths), Origin::config);
    }
    return card;
}

// A model on this machine costs nothing but the machine.
void mark_free_models(Config& config) {
    for (auto const& provider : config.providers) {
        if (provider.type != ProviderType::ollama || !provider.base_url.starts_with("http://")) continue;
        for (auto& model : config.models) {
            if (model.provider == provider.name) model.price.offer({}, Origin::provider_list);
        }
    }
}

// An Ollama is looked for where nobody said what to serve, or where the file says so. A configured one wins.
void settle_ollama(Reader const& ollama, Config& config, bool nothing_said, Environment const& environment) {
    bool find = nothing_said;
    ollama["find"].into(find);
    bool const configured = std::ranges::count(config.providers, ProviderType::ollama, &ProviderConfig::type) > 0;
    if (find && !configured) config.ollama_address = ollama_address(environment);
}

Config config_of(Reader const& file, Environment const& environment) {
    Config config;
    config.access = access_config(file["access"], file["keys"]);
    config.server = server_options(file["server"], config.access.guarded());
    config.routing = routing_policy(file["routing"]);
    config.chain = chain_policy(file["chain"]);
    config.chain.analyzer = analyzer_policy(file["analyzer"], config.chain);
    config.cache = cache_options(file["cache"]);
    config.learning = learning_options(file["learning"], config.access.keys_file, environment);
    auto const& beside = config.learning.file.empty() ? config.access.keys_file : config.learning.file;
    config.records = record_options(file["records"], beside, environment);
    config.keep_routes = keep_routes_options(file["cache"], beside, environment);
    config.redis = redis_config(file["redis"], environment);
    config.tracing = tracing_options(file["tracing"], environment);
    file["workers"].into(config.workers, {0, 256});
    file["log"]["level"].into(config.log_level);
    for (auto const& item : file["providers"].items()) config.providers.push_back(provider_config(item, config.chain));
    for (auto const& item : file["models"].items()) config.models.push_back(model_card(item));

    bool const nothing_said = config.providers.empty() && config.models.empty();
    if (nothing_said) add_known_providers(config, environment);
    mark_free_models(config);
    for (auto& provider : config.providers) settle_list_copy(provider, environment);
    settle_ollama(file["ollama"], config, nothing_said, environment);
    check_names(file, config);
    check_references(file, config);
    return config;
}

}  // namespace

std::string_view usual_base_url(ProviderType type) {
    switch (type) {
        case ProviderType::anthropic:
            return "https://api.anthropic.com";
        case ProviderType::ollama:
            return "http://127.0.0.1:11434";
        case ProviderType::openai:
        case ProviderType::demo:
            break;
    }
    return {};
}

bool Config::demo_only() const {
    return std::ranges::all_of(providers, [](auto const& provider) { return provider.type == ProviderType::demo; });
}

Result<Config> parse_config(std::string_view text, std::string_view file_name, Environment const& environment) {
    Reading reading{Problems{std::string{file_name}}, environment, {}};
    auto document = YamlDocument::parse(text);
    if (!document) {
        reading.problems.add(std::move(document.error()));
        return std::unexpected(reading.problems.error());
    }
    auto config = config_of(Reader{reading, document->root()}, environment);
    reading.refuse_unknown_keys(document->root());
    if (!reading.problems.none()) return std::unexpected(reading.problems.error());
    config.source = file_name;
    return config;
}

}  // namespace signalbox::app
