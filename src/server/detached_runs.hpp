#pragma once

#include "async/time.hpp"
#include "core/chain_context.hpp"
#include "core/error.hpp"
#include "server/key_table.hpp"
#include "server/run_registry.hpp"
#include "server/run_ticket.hpp"

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>

namespace signalbox::server {

class DetachedRun;
struct Services;

// The runs of one loop that belong to no connection: starts them, and ends with the last of them.
// Threads: the loop's. REQUIRES: empty() when it is destroyed.
class DetachedRuns {
public:
    // `services` outlives it.
    explicit DetachedRuns(Services& services);
    ~DetachedRuns();
    DetachedRuns(DetachedRuns const&) = delete;
    DetachedRuns& operator=(DetachedRuns const&) = delete;

    struct Started {
        RunIdentity identity;
        std::shared_ptr<RunLog> log;
    };
    // Starts a run that anybody with its identity can read and stop, from any loop.
    // Errors: overloaded; those of a run that could not begin.
    [[nodiscard]] Result<Started> start(ChainContext context, RunTicket ticket, SharedKey key);

    // Ends those that nobody reads, and tells when all have ended.
    void drain(std::function<void()> ended);
    void stop(Errc reason);
    [[nodiscard]] bool empty() const { return runs_.empty(); }

private:
    // Forgets the logs of runs that ended long ago.
    class Sweep;
    void on_sweep();
    void on_end(std::list<std::unique_ptr<DetachedRun>>::iterator place);

    Services& services_;
    std::list<std::unique_ptr<DetachedRun>> runs_;
    std::unique_ptr<Sweep> sweep_;  // from the first run on
    std::optional<Error> refusal_;  // of the run that ended last
    std::function<void()> ended_;
};

}  // namespace signalbox::server
