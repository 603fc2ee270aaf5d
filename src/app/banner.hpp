#pragma once

#include "app/config.hpp"

#include <cstdint>
#include <string>

namespace signalbox::app {

// What `serve` says when it is ready: where, with which models, and a line to try.
[[nodiscard]] std::string banner(Config const& config, std::uint16_t port);

}  // namespace signalbox::app
