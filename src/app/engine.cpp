#include "app/engine.hpp"

#include "analysis/builtin_analyzer.hpp"
#include "analysis/learned_estimator.hpp"
#include "app/random_secret.hpp"
#include "app/upstream_options.hpp"
#include "core/keyed_hash.hpp"
#include "providers/anthropic_dialect.hpp"
#include "providers/demo_provider.hpp"
#include "providers/ollama_dialect.hpp"
#include "providers/openai_provider.hpp"
#include "routing/scoring.hpp"

#include <algorithm>
#include <thread>
#include <tuple>

namespace signalbox::app {

namespace {

std::uint64_t epoch_of(Snapshot const& snapshot) {
    KeyedHash hash{{}};  // no secret: an epoch only tells differences
    hash.update(snapshot.registry.version());
    hash.update(snapshot.routing.version());
    hash.update(snapshot.analyzer->version());
    if (auto const& analyzer = snapshot.chain.analyzer; analyzer.on()) hash.update(analyzer.model);
    return hash.finish()[0];
}

// What the running service has learned of its models and spent on retries goes on where it still applies.
void hand_on(Snapshot const* previous, Snapshot& snapshot) {
    auto const& chain = snapshot.chain;
    snapshot.health = std::make_shared<HealthIndex const>(snapshot.registry, chain.breaker,
                                                          previous == nullptr ? nullptr : previous->health.get());
    bool const same_budget = previous != nullptr && previous->chain.retry_budget == chain.retry_budget;
    if (previous != nullptr) snapshot.races = previous->races;
    snapshot.retries = same_budget ? previous->retries : std::make_shared<RetryBudget>(chain.retry_budget);
}

std::vector<ModelCard> with_lessons(std::vector<ModelCard> models, Lessons const* lessons) {
    if (lessons == nullptr || lessons->number == 0) return models;
    for (auto& model : models) model.learned = lesson_for(*lessons, model_tag(model.id));
    return models;
}

std::shared_ptr<Analyzer const> make_analyzer(Config const& config, Lessons const* lessons) {
    auto const* weights = config.weights.get();
    if (lessons != nullptr && lessons->weights) weights = lessons->weights.get();
    if (weights == nullptr) return std::make_shared<BuiltinAnalyzer const>();
    return std::make_shared<BuiltinAnalyzer const>(std::make_unique<LearnedEstimator>(*weights));
}

std::shared_ptr<Snapshot const> make_snapshot(Config const& config, Lessons const* lessons, RoutingStanding standing,
                                              Snapshot const* previous) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->registry = ModelRegistry{with_lessons(config.models, lessons)};
    snapshot->routing = config.routing;
    snapshot->routing.fixed = config.learning.auto_disable && standing == RoutingStanding::not_better;
    snapshot->chain = config.chain;
    if (lessons != nullptr) snapshot->chain.exploration = config.learning.exploration;
    snapshot->analyzer = make_analyzer(config, lessons);
    snapshot->epoch = epoch_of(*snapshot);
    hand_on(previous, *snapshot);
    return snapshot;
}

template <class Made>
Result<std::shared_ptr<Provider>> made(ProviderConfig const& config, Result<std::unique_ptr<Made>> provider) {
    if (!provider) return fail(Errc::invalid_value, "provider " + config.name + ": " + provider.error().detail);
    return std::shared_ptr<Provider>{std::move(*provider)};
}

// The providers of one loop. One line for each type of upstream API.
Result<std::shared_ptr<Provider>> make_provider(net::Loop& loop, ProviderConfig const& config) {
    auto options = upstream_options(config);
    switch (config.type) {
        case ProviderType::openai:
            return made(config, OpenAiProvider::create(loop, std::move(options)));
        case ProviderType::anthropic:
            return made(config, AnthropicProvider::create(loop, std::move(options)));
        case ProviderType::ollama:
            return made(config, OllamaProvider::create(loop, std::move(options)));
        case ProviderType::demo:
            break;
    }
    return std::make_shared<DemoProvider>(loop);
}

Result<std::shared_ptr<Providers const>> make_providers(net::Loop& loop, std::vector<ProviderConfig> const& configs) {
    auto providers = std::make_shared<Providers>();
    for (auto const& config : configs) {
        auto provider = make_provider(loop, config);
        if (!provider) return std::unexpected(provider.error());
        providers->insert_or_assign(config.name, std::move(*provider));
    }
    return providers;
}

// So that nobody outside can predict which requests share a key. Instances that share agree on it, and a secret of an
// earlier run stays.
RouteCacheOptions with_secret(Config const& config) {
    auto options = config.cache;
    if (config.redis.on()) options.secret = config.redis.digest_key();
    if (options.secret == RouteCacheOptions{}.secret) options.secret = random_secret();
    return options;
}

std::size_t worker_count(int configured) {
    if (configured > 0) return static_cast<std::size_t>(configured);
    return std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace

Engine::Engine(Config config, std::shared_ptr<Snapshot const> snapshot)
    : config_{std::move(config)}, snapshot_{std::move(snapshot)}, cache_{with_secret(config_)} {
    for (std::size_t i = 0; i < worker_count(config_.workers); ++i) {
        workers_.push_back(std::make_unique<Worker>(cache_, snapshot_));
    }
}

Result<std::unique_ptr<Engine>> Engine::create(Config config) {
    auto snapshot = make_snapshot(config, nullptr, RoutingStanding::learning, nullptr);
    std::unique_ptr<Engine> engine{new Engine{std::move(config), snapshot}};
    engine->providers_.resize(engine->workers());
    for (std::size_t i = 0; i < engine->workers(); ++i) {
        auto providers = make_providers(engine->worker(i).loop, engine->config_.providers);
        if (!providers) return std::unexpected(providers.error());
        engine->reconfigure(i, snapshot, std::move(*providers));
    }
    return engine;
}

void Engine::reconfigure(std::size_t index, std::shared_ptr<Snapshot const> snapshot,
                         std::shared_ptr<Providers const> providers) {
    providers_[index] = providers;
    workers_[index]->orchestrator.reconfigure(std::move(snapshot), std::move(providers));
}

Result<void> Engine::reload(Config config) {
    // A rehearsal on a loop that never runs: afterwards nothing can fail any more.
    net::Loop scratch;
    if (auto rehearsed = make_providers(scratch, config.providers); !rehearsed)
        return std::unexpected(rehearsed.error());

    config.learning = config_.learning;  // only a restart can change these
    config.weights = config_.weights;
    config.routing.weights_file = config_.routing.weights_file;
    snapshot_ = make_snapshot(config, lessons_.get(), standing_, snapshot_.get());
    for (std::size_t i = 0; i < workers_.size(); ++i) {
        worker(i).loop.post_from_anywhere([this, i, snapshot = snapshot_, configs = config.providers] {
            if (auto providers = make_providers(worker(i).loop, configs)) {
                reconfigure(i, snapshot, std::move(*providers));
            }
        });
    }
    // What only a restart can change stays as it is running.
    config.server = config_.server;
    config.cache = config_.cache;
    config.keep_routes = config_.keep_routes;
    config.workers = config_.workers;
    config.log_level = config_.log_level;
    config.records = config_.records;
    config.redis = config_.redis;
    config.tracing = config_.tracing;
    config_ = std::move(config);
    return {};
}

void Engine::take_models(std::vector<ModelCard> models) {
    config_.models = std::move(models);
    renew();
}

void Engine::take_lessons(std::shared_ptr<Lessons const> lessons, RoutingStanding standing) {
    lessons_ = std::move(lessons);
    standing_ = standing;
    renew();
}

std::uint64_t Engine::lesson_base() const {
    KeyedHash hash{{}};  // no secret: it only tells differences
    hash.update(prior_rules);
    hash.update(config_.base_weights().version());
    return hash.finish()[0];
}

void Engine::renew() {
    snapshot_ = make_snapshot(config_, lessons_.get(), standing_, snapshot_.get());
    for (std::size_t i = 0; i < workers_.size(); ++i) {
        worker(i).loop.post_from_anywhere([this, i, snapshot = snapshot_] { reconfigure(i, snapshot, providers_[i]); });
    }
}

std::vector<std::string> needs_restart(Config const& before, Config const& after) {
    auto const server = [](server::ServerOptions const& o) {
        return std::tie(o.address, o.port, o.hosts, o.origins, o.max_body, o.max_connections, o.max_in_flight,
                        o.max_requests_per_connection, o.max_pipelined, o.max_stream_buffer, o.header_timeout,
                        o.body_timeout, o.idle_timeout, o.write_timeout, o.keep_alive_comment, o.commit_after, o.drain,
                        o.resume);
    };
    std::vector<std::string> sections;
    if (server(before.server) != server(after.server)) sections.emplace_back("server");
    auto const cache = [](Config const& c) { return std::tie(c.cache.capacity, c.cache.ttl, c.keep_routes); };
    if (cache(before) != cache(after)) {
        sections.emplace_back("cache");
    }
    if (before.workers != after.workers) sections.emplace_back("workers");
    if (before.log_level != after.log_level) sections.emplace_back("log");
    if (before.base_weights().version() != after.base_weights().version()) sections.emplace_back("routing.weights");
    if (before.learning != after.learning) sections.emplace_back("learning");
    if (before.records != after.records) sections.emplace_back("records");
    if (before.redis != after.redis) sections.emplace_back("redis");
    if (before.tracing != after.tracing) sections.emplace_back("tracing");
    return sections;
}

}  // namespace signalbox::app
