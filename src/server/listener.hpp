#pragma once

#include "core/error.hpp"
#include "net/loop.hpp"
#include "net/socket.hpp"
#include "server/server.hpp"

#include <functional>
#include <memory>

namespace signalbox::server {

// Accepts connections on one loop; the kernel spreads them over the loops that share the port.
//
// Never spins: without descriptors it gives up a reserved one to tell one client 503, and then
// pauses. Threads: its loop.
class Listener {
public:
    // Both outlive it. `accepted` gets each connection within the limits.
    Listener(net::Loop& loop, ServerShared& shared, std::function<void(net::Socket)> accepted);
    ~Listener();

    // Errors: invalid_value with address and port in the detail.
    [[nodiscard]] Result<void> listen();
    [[nodiscard]] std::uint16_t port() const;
    void close();

private:
    struct State;
    std::shared_ptr<State> state_;  // the pending wait keeps it
};

}  // namespace signalbox::server
