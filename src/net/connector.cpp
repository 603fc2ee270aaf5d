#include "net/connector.hpp"

#include "net/address_policy.hpp"
#include "net/resolver.hpp"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>

namespace signalbox::net {

namespace {

constexpr std::size_t max_addresses = 4;  // tried per connection

auto unreachable(std::string why) { return fail(Errc::provider_unreachable, std::move(why)); }

enum class Progress : std::uint8_t { pending, connected, refused };

Progress begin_connect(Socket& socket, Tcp::endpoint const& endpoint) {
    boost::system::error_code ec;
    socket.open(endpoint.protocol(), ec);
    if (!ec) socket.non_blocking(true, ec);
    if (!ec) socket.set_option(Tcp::no_delay{true}, ec);
    if (ec) return Progress::refused;
    if (::connect(socket.native_handle(), endpoint.data(), static_cast<socklen_t>(endpoint.size())) == 0) {
        return Progress::connected;
    }
    return errno == EINPROGRESS ? Progress::pending : Progress::refused;
}

Progress connect_progress(Socket& socket) {
    pollfd entry{.fd = socket.native_handle(), .events = POLLOUT, .revents = 0};
    if (::poll(&entry, 1, 0) == 0) return Progress::pending;
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(socket.native_handle(), SOL_SOCKET, SO_ERROR, &error, &size);
    return error == 0 ? Progress::connected : Progress::refused;
}

}  // namespace

Connector::Connector(Loop& loop, HttpOrigin const& origin, HttpClientOptions const& options)
    : loop_{loop}, origin_{origin}, options_{options} {}

Task<Result<std::unique_ptr<Connection>>> Connector::connect(Duration each, TimePoint deadline,
                                                             Cancellation& cancellation) {
    auto const addresses = co_await allowed_addresses(deadline, cancellation);
    if (!addresses) co_return std::unexpected{addresses.error()};

    auto const connect_end = std::min(deadline, loop_.now() + each);
    Result<std::unique_ptr<Connection>> connection = unreachable("the provider has no address");
    for (std::size_t i = 0; i < addresses->size(); ++i) {
        // A dead first address leaves time for the others.
        auto const share = (connect_end - loop_.now()) / static_cast<Duration::rep>(addresses->size() - i);
        auto const address = (*addresses)[i];
        connection = co_await open(address, loop_.now() + share, cancellation);
        if (connection || cancellation.requested()) break;
    }
    if (!connection || !origin_.tls) co_return connection;

    auto const handshake_end = std::min(deadline, loop_.now() + each);
    auto const secured = co_await secure(**connection, handshake_end, cancellation);
    if (!secured) co_return std::unexpected{secured.error()};
    co_return connection;
}

Task<Result<Connector::Addresses>> Connector::allowed_addresses(TimePoint deadline, Cancellation& cancellation) {
    auto const until = std::min(deadline, loop_.now() + options_.resolve);
    auto found = co_await loop_.resolver().resolve(origin_.host, until, cancellation);
    if (!found) co_return found;
    std::erase_if(*found, [this](auto const& address) {
        return !may_connect(address) || (!origin_.tls && !is_loopback(address));
    });
    if (found->empty()) co_return unreachable("the provider's name leads to addresses that are not allowed");
    if (found->size() > max_addresses) found->resize(max_addresses);
    co_return found;
}

Task<Result<std::unique_ptr<Connection>>> Connector::open(boost::asio::ip::address address, TimePoint deadline,
                                                          Cancellation& cancellation) {
    auto connection = std::make_unique<Connection>(loop_);
    auto& socket = connection->socket();
    auto progress = begin_connect(socket, {address, origin_.port});
    while (progress == Progress::pending) {
        auto const ready = co_await connection->wait_writable(deadline, cancellation);
        if (!ready && ready.error().code == Errc::provider_timeout) {
            co_return fail(Errc::provider_timeout, "no connection to the provider in time");
        }
        if (!ready) co_return std::unexpected{ready.error()};
        progress = connect_progress(socket);
    }
    if (progress == Progress::refused) co_return unreachable("the provider refuses connections");
    co_return connection;
}

Task<Result<void>> Connector::secure(Connection& connection, TimePoint deadline, Cancellation& cancellation) {
    if (tls_ == nullptr) {
        auto made = TlsContext::create(options_.ca_file);
        if (!made) co_return std::unexpected{made.error()};
        tls_ = std::move(*made);
    }
    auto& tls = connection.secure(*tls_, origin_.host);
    for (;;) {
        auto const step = tls.handshake();
        if (step.ok()) co_return Result<void>{};
        if (!step.would_block()) co_return unreachable("TLS handshake failed: " + tls.problem());
        if (cancellation.requested()) co_return fail(cancellation.reason(), "cancelled");
        if (loop_.now() >= deadline) co_return fail(Errc::provider_timeout, "no TLS handshake in time");
        if (tls.wants_write()) {
            auto const ready = co_await connection.wait_writable(deadline, cancellation);
            if (!ready) co_return ready;
            continue;
        }
        co_await connection.wait_readable(deadline, cancellation);
    }
}

}  // namespace signalbox::net
