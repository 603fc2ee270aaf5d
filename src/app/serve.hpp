#pragma once

#include "app/config_source.hpp"

#include <iosfwd>

namespace signalbox::app {

// Serves until SIGTERM or SIGINT, then drains; a second of them ends the process at once. SIGHUP reads
// the configuration again: a broken one changes nothing and is reported on `err`.
// Gives the exit code: 0 after a drain, else what docs/errors.md says, with the reason on `err`.
[[nodiscard]] int serve(Config config, ConfigSource const& source, std::ostream& out, std::ostream& err);

}  // namespace signalbox::app
