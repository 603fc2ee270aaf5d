#include "app/config_source.hpp"

#include "app/config_checks.hpp"
#include "app/known_providers.hpp"
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

Result<Config> load_any(ConfigSource const& source) {
    if (source.path) return load_config(*source.path, source.environment);
    if (auto const path = source.environment("SIGNALBOX_CONFIG")) return load_config(*path, source.environment);
    std::error_code ec;
    if (std::filesystem::exists("signalbox.yaml", ec)) return load_config("signalbox.yaml", source.environment);
    return with_environment(parse_config("", "the environment", source.environment), source.environment);
}

}  // namespace

Result<Config> load_config(std::string const& path, Environment const& environment) {
    auto const text = read_file(path);
    if (!text) return std::unexpected(text.error());
    return with_environment(parse_config(*text, path, environment), environment);
}

Result<Config> load_config(ConfigSource const& source) {
    auto config = load_any(source);
    if (!config) return config;
    if (source.port) config->server.port = *source.port;
    if (source.address) {
        config->server.address = *source.address == "localhost" ? "127.0.0.1" : *source.address;
        if (auto const why = address_problem(config->server.address); !why.empty()) {
            return fail(Errc::invalid_value, "--address: " + why);
        }
    }
    return config;
}

}  // namespace signalbox::app
