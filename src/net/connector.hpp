#pragma once

#include "net/connection.hpp"
#include "net/http_client.hpp"
#include "net/tls_context.hpp"

#include <memory>

namespace signalbox::net {

// Opens connections to one origin: resolve, refuse forbidden addresses, connect to the checked
// address, TLS handshake; each step with its own timeout, all of them within the caller's deadline.
// Loop, origin and options outlive it and its tasks. Threads: one loop.
class Connector {
public:
    Connector(Loop& loop, HttpOrigin const& origin, HttpClientOptions const& options);

    // TCP and TLS handshake take `each` at most. Errors: provider_unreachable, provider_timeout, or
    // cancellation's reason.
    Task<Result<std::unique_ptr<Connection>>> connect(Duration each, TimePoint deadline, Cancellation& cancellation);

private:
    using Addresses = std::vector<boost::asio::ip::address>;
    Task<Result<Addresses>> allowed_addresses(TimePoint deadline, Cancellation& cancellation);
    Task<Result<std::unique_ptr<Connection>>> open(boost::asio::ip::address address, TimePoint deadline,
                                                   Cancellation& cancellation);
    Task<Result<void>> secure(Connection& connection, TimePoint deadline, Cancellation& cancellation);

    Loop& loop_;
    HttpOrigin const& origin_;
    HttpClientOptions const& options_;
    std::unique_ptr<TlsContext> tls_;  // made at the first connection
};

}  // namespace signalbox::net
