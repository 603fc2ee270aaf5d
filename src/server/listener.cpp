#include "server/listener.hpp"

#include "telemetry/metrics.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <string_view>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace signalbox::server {

namespace {

constexpr int backlog = 1024;
constexpr int accepts_per_turn = 64;  // then the connections get their turn
constexpr auto pause_without_descriptors = milliseconds{100};

int open_reserve() { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

std::size_t descriptor_cap(std::size_t configured) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return configured;
    return std::min<std::size_t>(configured, limit.rlim_cur / 2);
}

// For clients that get no session. Closing with unread bytes may take the answer away again; it is
// a courtesy, not a promise.
void turn_away(int descriptor) {
    constexpr std::string_view answer =
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json\r\nconnection: close\r\n"
        "retry-after: 2\r\ncache-control: no-store\r\n\r\n"
        R"({"error":{"message":"too many connections","type":"overloaded_error","param":null,"code":"overloaded"}})";
    (void)::send(descriptor, answer.data(), answer.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    ::shutdown(descriptor, SHUT_WR);
    ::close(descriptor);
}

}  // namespace

struct Listener::State : std::enable_shared_from_this<State> {
    class Pause final : public Time::Alarm {
    public:
        Pause(Time& time, State& owner) : Time::Alarm{time}, owner_{owner} {}
        void fire() override { owner_.wait(); }

    private:
        State& owner_;
    };

    State(net::Loop& its_loop, ServerShared& its_shared, std::function<void(net::Socket)> its_accepted)
        : loop{its_loop},
          shared{its_shared},
          accepted{std::move(its_accepted)},
          acceptor{loop.context()},
          pause{loop, *this} {}
    ~State() {
        if (reserve >= 0) ::close(reserve);
    }

    // Not shared: only tries whether the port is free, and lets it go.
    boost::system::error_code bind(net::Tcp::endpoint const& endpoint, bool shared_port) {
        using ReusePort = boost::asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
        boost::system::error_code ec;
        acceptor.open(endpoint.protocol(), ec);
        if (!ec) acceptor.set_option(net::Acceptor::reuse_address{true}, ec);
        if (!ec && shared_port) acceptor.set_option(ReusePort{true}, ec);
        if (!ec) acceptor.bind(endpoint, ec);
        if (!ec && shared_port) acceptor.listen(backlog, ec);
        if (!ec && shared_port) acceptor.native_non_blocking(true, ec);
        if (ec || !shared_port) close();
        return ec;
    }

    void wait() {
        if (!acceptor.is_open()) return;
        acceptor.async_wait(net::Acceptor::wait_read, [self = shared_from_this()](boost::system::error_code const& ec) {
            if (!ec) self->accept_ready();
        });
    }

    void accept_ready() {
        for (int i = 0; i < accepts_per_turn && acceptor.is_open(); ++i) {
            auto const descriptor = ::accept4(acceptor.native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (descriptor >= 0) {
                take(descriptor);
                continue;
            }
            if (errno == EAGAIN || errno == EWOULDBLOCK) break;
            if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) return run_dry();
            // Anything else is about that one connection, gone before it was accepted.
        }
        wait();
    }

    void take(int descriptor) {
        if (shared.connections.load(std::memory_order_relaxed) >= cap) {
            shared.metrics.connections_refused.add();
            return turn_away(descriptor);
        }
        int const on = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        net::Socket socket{loop.context()};
        boost::system::error_code ec;
        socket.assign(protocol, descriptor, ec);
        if (ec) {
            ::close(descriptor);
            return;
        }
        accepted(std::move(socket));
    }

    // No descriptor left: answer one client with the reserved one, then leave the rest in the kernel's queue.
    void run_dry() {
        shared.metrics.connections_refused.add();
        if (reserve >= 0) ::close(reserve);
        auto const descriptor = ::accept4(acceptor.native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor >= 0) turn_away(descriptor);
        reserve = open_reserve();
        pause.arm(loop.now() + pause_without_descriptors);
    }

    void close() {
        boost::system::error_code ignored;
        acceptor.close(ignored);
        pause.disarm();
    }

    net::Loop& loop;
    ServerShared& shared;
    std::function<void(net::Socket)> accepted;
    net::Acceptor acceptor;
    Pause pause;
    net::Tcp protocol = net::Tcp::v4();
    std::size_t cap = descriptor_cap(shared.options.max_connections);
    int reserve = open_reserve();
};

Listener::Listener(net::Loop& loop, ServerShared& shared, std::function<void(net::Socket)> accepted)
    : state_{std::make_shared<State>(loop, shared, std::move(accepted))} {}

Listener::~Listener() { close(); }

Result<void> Listener::listen() {
    auto& shared = state_->shared;
    auto const& options = shared.options;
    boost::system::error_code ec;
    auto const address = boost::asio::ip::make_address(options.address, ec);
    if (ec)
        return fail(Errc::invalid_value, "cannot listen on '" + options.address + "': not an IP address",
                    "server.address");

    auto const first = shared.port.load() == 0;
    net::Tcp::endpoint const endpoint{address, first ? options.port : shared.port.load()};
    state_->protocol = endpoint.protocol();
    // Sharing is meant for our own loops only: a second server must not get a part of our clients.
    if (first) ec = state_->bind(endpoint, false);
    if (!ec) ec = state_->bind(endpoint, true);
    if (ec) {
        auto const place = options.address + ":" + std::to_string(endpoint.port());
        return fail(Errc::invalid_value, "cannot listen on " + place + ": " + ec.message(), "server.port");
    }
    shared.port.store(port());
    state_->wait();
    return {};
}

std::uint16_t Listener::port() const {
    boost::system::error_code ec;
    auto const endpoint = state_->acceptor.local_endpoint(ec);
    return ec ? std::uint16_t{0} : endpoint.port();
}

void Listener::close() { state_->close(); }

}  // namespace signalbox::server
