#pragma once

#include "analysis/weights.hpp"
#include "app/access_config.hpp"
#include "app/environment.hpp"
#include "app/keep_routes_options.hpp"
#include "app/learning_options.hpp"
#include "app/record_options.hpp"
#include "app/redis_config.hpp"
#include "app/tracing_options.hpp"
#include "core/error.hpp"
#include "core/secret.hpp"
#include "net/http_client.hpp"
#include "pipeline/chain_policy.hpp"
#include "routing/model_card.hpp"
#include "routing/route_cache.hpp"
#include "routing/routing_policy.hpp"
#include "server/server.hpp"
#include "telemetry/log.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox::app {

enum class ProviderType : std::uint8_t { openai, anthropic, ollama, demo };
inline constexpr std::array<std::string_view, 4> provider_type_names{"openai", "anthropic", "ollama", "demo"};
[[nodiscard]] constexpr auto const& enum_names(ProviderType) { return provider_type_names; }

// What kind of list of its models a provider has that we read.
enum class ModelListFormat : std::uint8_t { none, openrouter };
inline constexpr std::array<std::string_view, 2> model_list_format_names{"none", "openrouter"};
[[nodiscard]] constexpr auto const& enum_names(ModelListFormat) { return model_list_format_names; }

// A provider's own list of its models: where facts about them come from.
struct ModelListOptions {
    ModelListFormat format = ModelListFormat::none;
    Duration every = std::chrono::hours{1};
    std::vector<std::string> add;  // patterns of listed models that become routable beside the configured ones
    std::string copy;              // the file that keeps the last good list; empty: none does
    friend bool operator==(ModelListOptions const&, ModelListOptions const&) = default;
};

// Where a provider of that type is unless it says otherwise; empty: it must say.
[[nodiscard]] std::string_view usual_base_url(ProviderType type);

struct ProviderConfig {
    std::string name;
    ProviderType type = ProviderType::openai;
    std::string base_url;  // empty for the demo provider
    Secret api_key;        // empty: none is sent
    std::vector<std::pair<std::string, std::string>> headers;
    net::HttpClientOptions client;
    ModelListOptions model_list;
};

// Everything a Signalbox is made from. Each room has its own options; the default of each is in
// that room's header, and docs/configuration.md tells of all.
struct Config {
    std::string source;  // where it came from, for people: "signalbox.yaml", "the environment"
    server::ServerOptions server;
    AccessConfig access;
    RoutingPolicy routing;
    std::shared_ptr<Weights const> weights;  // of the analysis, from routing.weights_file; null: those built in
    ChainPolicy chain;
    RouteCacheOptions cache;
    KeepRoutesOptions keep_routes;
    LearningOptions learning;
    RecordOptions records;
    RedisConfig redis;
    TracingOptions tracing;
    std::vector<ProviderConfig> providers;
    std::vector<ModelCard> models;
    std::string ollama_address;  // where a local Ollama is looked for in the background; empty: it is not
    int workers = 0;             // loops with a thread each; 0: one per core
    telemetry::LogLevel log_level = telemetry::LogLevel::info;

    [[nodiscard]] Weights base_weights() const { return weights ? *weights : built_in_weights(); }
    // Only built-in demo models answer.
    [[nodiscard]] bool demo_only() const;
};

// Reads the text of a configuration file. Where it names neither providers nor models, those come
// from the environment (known_providers.hpp). Never throws; reads no file.
// Errors: invalid_value; the detail has one line for each problem, "signalbox.yaml:14:12: models[0].price.input:
// expected a number of dollars", all of them at once.
[[nodiscard]] Result<Config> parse_config(std::string_view text, std::string_view file_name,
                                          Environment const& environment);

}  // namespace signalbox::app
