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

// Reads one file, and what the environment adds to it.
// Errors: invalid_value, naming the file.
[[nodiscard]] Result<Config> load_config(std::string const& path, Environment const& environment);

// The file that was named, or SIGNALBOX_CONFIG, or ./signalbox.yaml when it is there; without any
// of them defaults and the environment.
[[nodiscard]] Result<Config> load_config(ConfigSource const& source);

}  // namespace signalbox::app
