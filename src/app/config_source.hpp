#pragma once

#include "app/config.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace signalbox::app {

// Where this process takes its configuration from; asked again for a reload.
struct ConfigSource {
    std::optional<std::string> path;     // --config
    std::optional<std::string> address;  // --address and --port beat everything else
    std::optional<std::uint16_t> port;
    Environment environment = process_environment();
};

// Reads one file, what the environment adds to it, and the file of keys that it names.
// Errors: invalid_value, naming the file.
[[nodiscard]] Result<Config> load_config(std::string const& path, Environment const& environment);

// The file that was named, or SIGNALBOX_CONFIG, or ./signalbox.yaml when it is there; without any
// of them defaults and the environment.
[[nodiscard]] Result<Config> load_config(ConfigSource const& source);

// The same without the file of keys, for who serves nobody.
[[nodiscard]] Result<Config> read_config(ConfigSource const& source);

// Reads the file of keys again. Errors: invalid_value; `config` is as it was then.
[[nodiscard]] Result<void> load_keys(Config& config);

}  // namespace signalbox::app
