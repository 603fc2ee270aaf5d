#include "app/known_providers.hpp"

#include "app/config_checks.hpp"
#include "app/scalar.hpp"
#include "core/quality_preset.hpp"
#include "providers/demo_models.hpp"
#include "providers/head_fields.hpp"

#include <algorithm>
#include <array>

namespace signalbox::app {

namespace {

constexpr std::array<std::string_view, 4> openai_models{"gpt-5-nano", "gpt-5-mini", "gpt-4o-mini", "gpt-5.1"};
constexpr std::array<std::string_view, 5> openrouter_models{"openai/gpt-4o-mini", "google/gemini-2.5-flash",
                                                            "deepseek/deepseek-chat", "openai/gpt-5.1",
                                                            "anthropic/claude-sonnet-4.5"};
constexpr std::array<std::string_view, 2> deepseek_models{"deepseek-chat", "deepseek-reasoner"};
constexpr std::array<std::string_view, 3> groq_models{"llama-3.1-8b-instant", "llama-3.3-70b-versatile",
                                                      "openai/gpt-oss-120b"};
constexpr std::array<std::string_view, 4> mistral_models{"mistral-small-latest", "mistral-medium-latest",
                                                         "mistral-large-latest", "codestral-latest"};
constexpr std::array<std::string_view, 3> together_models{"meta-llama/Llama-3.3-70B-Instruct-Turbo",
                                                          "Qwen/Qwen2.5-7B-Instruct-Turbo", "deepseek-ai/DeepSeek-V3"};

constexpr std::array<std::string_view, 3> anthropic_models{"claude-haiku-4-5", "claude-sonnet-5", "claude-opus-5"};

constexpr std::array<KnownProvider, 7> providers{{
    {"openai", ProviderType::openai, "OPENAI_API_KEY", "OPENAI_BASE_URL", "https://api.openai.com/v1", openai_models},
    {"anthropic", ProviderType::anthropic, "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "https://api.anthropic.com",
     anthropic_models},
    {"openrouter", ProviderType::openai, "OPENROUTER_API_KEY", "OPENROUTER_BASE_URL", "https://openrouter.ai/api/v1",
     openrouter_models},
    {"deepseek", ProviderType::openai, "DEEPSEEK_API_KEY", "DEEPSEEK_BASE_URL", "https://api.deepseek.com/v1",
     deepseek_models},
    {"groq", ProviderType::openai, "GROQ_API_KEY", "GROQ_BASE_URL", "https://api.groq.com/openai/v1", groq_models},
    {"mistral", ProviderType::openai, "MISTRAL_API_KEY", "MISTRAL_BASE_URL", "https://api.mistral.ai/v1",
     mistral_models},
    {"together", ProviderType::openai, "TOGETHER_API_KEY", "TOGETHER_BASE_URL", "https://api.together.xyz/v1",
     together_models},
}};

void add(Config& config, KnownProvider const& known, std::string key, Environment const& environment) {
    ProviderConfig provider{.name = std::string{known.name}, .type = known.type};
    provider.base_url = environment(known.base_url_variable).value_or(std::string{known.base_url});
    provider.api_key = Secret{std::move(key)};
    provider.client.connect = config.chain.timeouts.connect;
    if (known.name == "openrouter") provider.model_list.format = ModelListFormat::openrouter;
    config.providers.push_back(std::move(provider));
    for (auto const name : known.models) {
        ModelCard card;
        card.provider = known.name;
        card.upstream_name = name;
        card.id = card.provider + "/" + card.upstream_name;
        config.models.push_back(std::move(card));
    }
}

std::unexpected<Error> refuse(std::string_view variable, std::string const& message) {
    return fail(Errc::invalid_value, std::string{variable} + ": " + message);
}

// Nothing when the variable is not set.
Result<std::optional<bool>> read_switch(std::string_view variable, Environment const& environment) {
    auto const text = environment(variable);
    if (!text) return std::optional<bool>{};
    if (*text == "on" || *text == "off") return *text == "on";
    return refuse(variable, "expected on or off, found '" + *text + "'");
}

Result<void> check_known(Config const& config, Environment const& environment) {
    for (auto const& known : providers) {
        auto const used = std::ranges::find_if(config.providers, [&](auto const& provider) {
            return provider.name == known.name && environment(known.key_variable) == provider.api_key.reveal();
        });
        if (used == config.providers.end()) continue;
        if (auto const url = net::parse_url(used->base_url); !url)
            return refuse(known.base_url_variable, url.error().detail);
        if (auto const fields = head_fields(used->api_key, {}); !fields)
            return refuse(known.key_variable, fields.error().detail);
    }
    return {};
}

}  // namespace

std::span<KnownProvider const> known_providers() { return providers; }

void add_known_providers(Config& config, Environment const& environment) {
    for (auto const& known : providers) {
        if (auto key = environment(known.key_variable)) add(config, known, std::move(*key), environment);
    }
    if (!config.providers.empty()) return;
    config.providers.push_back({.name = std::string{demo_provider_name}, .type = ProviderType::demo});
    config.models = demo_models();
}

Result<void> apply_environment(Config& config, Environment const& environment) {
    if (auto known = check_known(config, environment); !known) return known;
    if (auto const address = environment("SIGNALBOX_ADDRESS")) {
        config.server.address = *address == "localhost" ? "127.0.0.1" : *address;
        if (auto const why = address_problem(config.server.address, config.access.guarded()); !why.empty())
            return refuse("SIGNALBOX_ADDRESS", why);
    }
    if (auto const text = environment("SIGNALBOX_PORT")) {
        auto const port = read_integer(*text);
        if (!port || *port < 0 || *port > 65'535) {
            return refuse("SIGNALBOX_PORT", "expected a number from 0 to 65535, found '" + *text + "'");
        }
        config.server.port = static_cast<std::uint16_t>(*port);
    }
    if (auto const text = environment("SIGNALBOX_LOG_LEVEL")) {
        auto const level = from_name<telemetry::LogLevel>(*text);
        if (!level)
            return refuse("SIGNALBOX_LOG_LEVEL", "expected debug, info, warn, error or off, found '" + *text + "'");
        config.log_level = *level;
    }
    auto const ollama = read_switch("SIGNALBOX_OLLAMA", environment);
    if (!ollama) return std::unexpected(ollama.error());
    if (*ollama == false) config.ollama_address.clear();
    auto const learning = read_switch("SIGNALBOX_LEARNING", environment);
    if (!learning) return std::unexpected(learning.error());
    if (*learning) config.learning.enabled = **learning;
    auto const records = read_switch("SIGNALBOX_RECORDS", environment);
    if (!records) return std::unexpected(records.error());
    if (*records) config.records.enabled = **records;
    if (auto const why = tracing_problem(config.tracing); !why.empty()) return fail(Errc::invalid_value, why);
    if (auto const text = environment("SIGNALBOX_QUALITY")) {
        auto quality = preset_quality(*text);
        if (!quality) quality = read_number(*text);
        if (!quality || *quality < 0 || *quality > 1) {
            return refuse("SIGNALBOX_QUALITY",
                          "expected a number from 0 to 1, cheap, balanced or best, found '" + *text + "'");
        }
        config.routing.quality = *quality;
    }
    return {};
}

}  // namespace signalbox::app
