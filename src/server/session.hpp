#pragma once

#include "async/cancellation.hpp"
#include "net/socket.hpp"
#include "server/endpoints.hpp"
#include "server/exchange.hpp"
#include "server/inbound.hpp"
#include "server/outbound.hpp"
#include "server/request_reader.hpp"

#include <optional>

namespace signalbox::server {

// One client connection: its requests one after the other, each answered before the next is read.
//
// Whatever a client or a handler does, a request ends in exactly one answer or in a closed
// connection. Threads: one loop.
class Session {
public:
    // `services` outlives it.
    Session(Services& services, net::Socket socket);

    // From the first byte to the closed socket. It is destroyed only after this has returned.
    Task<void> run();

    // No further requests: closes at once when idle, after the answer in work otherwise.
    void drain();
    // Ends the run in work, which then tells its client why.
    void stop_run(Errc reason);
    // Closes now; run() returns soon.
    void close();

private:
    Task<bool> serve_one();
    Task<Response> answer(Exchange& exchange);
    [[nodiscard]] std::optional<Response> refuse(Exchange& exchange);
    [[nodiscard]] Result<void> know_caller(Exchange& exchange);
    [[nodiscard]] Result<void> open_for_runs() const;
    Task<Response> read_and_handle(Exchange& exchange, Endpoint const& endpoint);
    Task<Response> run(Exchange& exchange, Endpoint const& endpoint);
    Task<Response> handle(Exchange& exchange, Endpoint const& endpoint);
    void send_continue();
    Task<void> deliver(Exchange& exchange, Response& response);
    void note(Exchange const& exchange, Response const& response);
    Task<void> linger();

    Services& services_;
    net::Socket socket_;
    Inbound in_;
    Outbound out_;
    RequestReader reader_;
    Cancellation* run_ = nullptr;         // of the request in work
    Endpoint const* endpoint_ = nullptr;  // likewise; null: none matched
    std::size_t served_ = 0;
    bool draining_ = false;
    bool noise_ = false;   // the last head was none
    bool polite_ = false;  // an answer may still be on its way: close with care
};

}  // namespace signalbox::server
