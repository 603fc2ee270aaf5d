#pragma once

#include "app/config.hpp"

#include <span>
#include <string_view>

namespace signalbox::app {

// An API that a key in the environment is enough for.
struct KnownProvider {
    std::string_view name;
    ProviderType type = ProviderType::openai;
    std::string_view key_variable;       // "OPENAI_API_KEY"
    std::string_view base_url_variable;  // "OPENAI_BASE_URL": replaces base_url when set
    std::string_view base_url;
    std::span<std::string_view const> models;  // as the provider calls them
};
[[nodiscard]] std::span<KnownProvider const> known_providers();

// Adds each known provider whose key is in the environment, with its models as "openai/gpt-4o"; with none of
// them the demo provider and its models.
void add_known_providers(Config& config, Environment const& environment);

// SIGNALBOX_ADDRESS, SIGNALBOX_PORT, SIGNALBOX_LOG_LEVEL, SIGNALBOX_OLLAMA, SIGNALBOX_LEARNING, SIGNALBOX_RECORDS and
// SIGNALBOX_QUALITY beat the file. Errors: invalid_value naming the variable.
[[nodiscard]] Result<void> apply_environment(Config& config, Environment const& environment);

}  // namespace signalbox::app
