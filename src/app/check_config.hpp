#pragma once

#include "app/config_source.hpp"

#include <iosfwd>

namespace signalbox::app {

// `config check`: says ok and what the configuration amounts to, or all that is wrong with it.
// Gives the exit code.
[[nodiscard]] int check_config(ConfigSource const& source, std::ostream& out, std::ostream& err);

}  // namespace signalbox::app
