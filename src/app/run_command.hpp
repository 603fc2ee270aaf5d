#pragma once

#include "app/arguments.hpp"

namespace signalbox::app {

// Does what the command line asks. Gives the exit code.
[[nodiscard]] int run_command(Arguments const& arguments);

}  // namespace signalbox::app
