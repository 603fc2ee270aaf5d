#pragma once

#include "core/error.hpp"

#include <cstdint>

namespace signalbox::cli {

// What the process ends with, one code per class of failure. Public: docs/errors.md has the table.
enum class ExitCode : std::uint8_t {
    ok = 0,
    internal = 1,
    usage = 2,  // the command line or the question is wrong
    configuration = 3,
    no_candidate = 4,  // no model can serve it, or it is unknown
    provider = 5,      // the provider failed, after all attempts
    timeout = 6,
    server = 7,  // the server is not there, or turns clients away
    budget = 8,
    interrupted = 130,  // Ctrl-C, as shells count it
};

[[nodiscard]] ExitCode exit_code(Errc code);
// The same, unless it is the way to the server that broke (`param` is "server").
[[nodiscard]] ExitCode exit_code(Error const& error);

}  // namespace signalbox::cli
