#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "async/time.hpp"
#include "cli/chain.hpp"
#include "cli/exit_code.hpp"
#include "cli/terminal.hpp"

#include <string_view>

namespace signalbox::cli {

class RemoteChain;

// The commands: each asks, shows, and says how the process ends. `json`: the API's JSON instead of
// words, errors too, on stdout.
// REQUIRES: arguments outlive the task.

struct AskOptions {
    bool json = false;
    bool verbose = false;
};
Task<ExitCode> ask(Chain& chain, Question const& question, AskOptions options, Terminal& terminal, Time& time,
                   Cancellation& cancellation);

Task<ExitCode> show_route(Chain& chain, Question const& question, bool json, Terminal& terminal,
                          Cancellation& cancellation);

Task<ExitCode> show_models(Chain& chain, bool json, Terminal& terminal, Cancellation& cancellation);

Task<ExitCode> show_cache(RemoteChain& server, bool json, Terminal& terminal, Cancellation& cancellation);
Task<ExitCode> clear_cache(RemoteChain& server, bool json, Terminal& terminal, Cancellation& cancellation);

// Tells of `error` in words or JSON.
ExitCode report(Error const& error, bool json, Terminal& terminal);

}  // namespace signalbox::cli
