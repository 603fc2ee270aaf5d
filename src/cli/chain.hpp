#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "cli/question.hpp"
#include "core/error.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace signalbox::cli {

// Who answers the commands: the chain in this process, or a running server. Both speak the JSON of
// the HTTP API, so that there is one reader and one rendering, and `--json` prints what a client gets.
//
// Errors are the run's own. When the way to a server is at fault, `param` is "server".
// REQUIRES: arguments outlive the task.
class Chain {
public:
    using OnEvent = std::function<void(std::string_view stream_event)>;
    virtual ~Chain() = default;

    // Runs the chain; every StreamEvent goes to `on_event`, the last one is terminal. A run that
    // failed has told so by its event: the task fails only when there is no terminal event.
    virtual Task<Result<void>> ask(Question const& question, OnEvent const& on_event, Cancellation& cancellation) = 0;
    // The same run as one ChainResult.
    virtual Task<Result<std::string>> answer(Question const& question, Cancellation& cancellation) = 0;
    // What routing would do: {"analysis", "routingPlan", "cacheHit", "direct"}.
    virtual Task<Result<std::string>> route(Question const& question, Cancellation& cancellation) = 0;
    // {"routing": [...], "models": [...]}
    virtual Task<Result<std::string>> models(Cancellation& cancellation) = 0;
};

}  // namespace signalbox::cli
