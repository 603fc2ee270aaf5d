#include "app/config_source.hpp"

#include "app/config_checks.hpp"
#include "app/key_config.hpp"
#include "app/key_file.hpp"
#include "app/known_providers.hpp"
#include "app/weights_source.hpp"
#include "app/yaml_document.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace signalbox::app {

namespace {

Result<std::string> read_file(std::string const& path) {
    std::error_code ec;
    if (std::filesystem::is_directory(path, ec)) return fail(Errc::invalid_value, path + ": is a directory");
    std::ifstream file{path, std::ios::binary};
    if (!file) return fail(Errc::invalid_value, path + ": cannot be read: " + std::strerror(errno));
    std::string text(YamlDocument::max_bytes + 1, '\0');  // one more tells that it is too large
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (file.bad()) return fail(Errc::invalid_value, path + ": cannot be read");
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

Result<Config> with_environment(Result<Config> config, Environment const& environment) {
    if (!config) return config;
    if (auto applied = apply_environment(*config, environment); !applied) return std::unexpected(applied.error());
    return config;
}

Result<Config> with_weights(Result<Config> config) {
    if (!config || config->routing.weights_file.empty()) return config;
    auto weights = load_weights(config->routing.weights_file);
    if (!weights) return fail(Errc::invalid_value, config->source + ": routing.weights: " + weights.error().detail);
    config->weights = std::make_shared<Weights const>(std::move(*weights));
    return config;
}

Result<Config> read_one(std::string const& path, Environment const& environment) {
    auto const text = read_file(path);
    if (!text) return std::unexpected(text.error());
    return with_weights(with_environment(parse_config(*text, path, environment), environment));
}

Result<Config> read_any(ConfigSource const& source) {
    if (source.path) return read_one(*source.path, source.environment);
    if (auto const path = source.environment("SIGNALBOX_CONFIG")) return read_one(*path, source.environment);
    std::error_code ec;
    if (std::filesystem::exists("signalbox.yaml", ec)) return read_one("signalbox.yaml", source.environment);
    return with_environment(parse_config("", "the environment", source.environment), source.environment);
}

Result<Config> with_keys(Result<Config> config) {
    if (!config) return config;
    if (auto loaded = load_keys(*config); !loaded) return std::unexpected(loaded.error());
    return config;
}

}  // namespace

Result<void> load_keys(Config& config) {
    AccessConfig next = config.access;
    if (!next.keys_file.empty()) {
        next.file_mark = mark_of(next.keys_file);  // first: a file replaced meanwhile differs from it
        auto keys = read_key_file(next.keys_file);
        if (!keys) return std::unexpected(keys.error());
        next.file_keys = std::move(*keys);
    }
    if (auto const shared = shared_by_keys(next.all_keys()); !shared.empty()) {
        return fail(Errc::invalid_value, next.keys_file + ": " + shared + ", one of them in the configuration");
    }
    if (auto const why = address_problem(config.server.address, next.has_keys()); !why.empty()) {
        return fail(Errc::invalid_value, config.source + ": server.address: " + why);
    }
    config.access = std::move(next);
    return {};
}

Result<Config> load_config(std::string const& path, Environment const& environment) {
    return with_keys(read_one(path, environment));
}

Result<Config> read_config(ConfigSource const& source) {
    auto config = read_any(source);
    if (!config) return config;
    if (source.port) config->server.port = *source.port;
    if (source.address) {
        config->server.address = *source.address == "localhost" ? "127.0.0.1" : *source.address;
        if (auto const why = address_problem(config->server.address, config->access.guarded()); !why.empty()) {
            return fail(Errc::invalid_value, "--address: " + why);
        }
    }
    return config;
}

Result<Config> load_config(ConfigSource const& source) { return with_keys(read_config(source)); }

}  // namespace signalbox::app
