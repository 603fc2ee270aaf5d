#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "async/time.hpp"
#include "cli/chain.hpp"
#include "cli/exit_code.hpp"
#include "cli/terminal.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::cli {

class RemoteChain;

// The commands: each asks, shows, and says how the process ends. `json`: the API's JSON instead of
// words, errors too, on stdout.
// REQUIRES: arguments outlive the task.

struct WarmRequest {
    std::string body;      // of POST /api/cache/warm
    std::size_t line = 0;  // of the file that it comes from, from 1; 0: of none
};

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
// One request for each body (POST /api/cache/warm), with a progress bar; ends with the first that the server refuses,
// and tells its line.
Task<ExitCode> warm_cache(RemoteChain& server, std::vector<WarmRequest> const& requests, bool json, Terminal& terminal,
                          Cancellation& cancellation);

// Tells of `error` in words or JSON.
ExitCode report(Error const& error, bool json, Terminal& terminal);

}  // namespace signalbox::cli
