#pragma once

#include <string_view>

namespace signalbox::app {

// As `signalbox --version` and the metrics say it; a test holds it to the build's own.
inline constexpr std::string_view version = "0.1.0";

}  // namespace signalbox::app
