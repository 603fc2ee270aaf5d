#include "server.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace fake {
namespace {

using namespace std::chrono_literals;

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

}  // namespace

Server::Server(Options const& options) : endpoints_{options}, epoll_{::epoll_create1(EPOLL_CLOEXEC)} {}

Server::~Server() {
    connections_.clear();
    if (listener_ >= 0) ::close(listener_);
    ::close(epoll_);
}

bool Server::listen(std::uint16_t port) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (listener_ < 0) return false;
    int const on = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    auto const address = loopback(port);
    if (::bind(listener_, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) return false;
    if (::listen(listener_, 4096) != 0) return false;
    epoll_event event{.events = EPOLLIN, .data = {.fd = listener_}};
    return ::epoll_ctl(epoll_, EPOLL_CTL_ADD, listener_, &event) == 0;
}

std::uint16_t Server::port() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

void Server::run() {
    std::array<epoll_event, 256> events{};
    for (;;) {
        auto const left = patience();
        auto const ready =
            ::epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), left ? &*left : nullptr, nullptr);
        for (int i = 0; i < ready; ++i) {
            if (events[i].data.fd == listener_)
                accept_all();
            else
                serve(events[i].data.fd, events[i].events);
        }
        take_turns();
        fire_timers();
    }
}

void Server::accept_all() {
    for (;;) {
        auto const socket = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (socket < 0) return;
        if (connections_.size() <= static_cast<std::size_t>(socket))
            connections_.resize(static_cast<std::size_t>(socket) + 64);
        connections_[socket] = std::make_unique<Connection>(socket, ++last_id_, endpoints_);
        epoll_event event{.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data = {.fd = socket}};
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event);
    }
}

void Server::serve(int socket, std::uint32_t events) {
    auto* const connection = connections_[socket].get();
    if (connection == nullptr) return;
    if ((events & (EPOLLERR | EPOLLHUP)) != 0) return follow(socket, Next::close);
    if ((events & EPOLLIN) != 0) {
        auto const next = connection->on_readable();
        follow(socket, (events & EPOLLRDHUP) != 0 ? Next::close : next);
        if (next == Next::close || (events & EPOLLRDHUP) != 0) return;
    }
    if ((events & EPOLLOUT) != 0 && connection->blocked()) follow(socket, connection->go_on());
}

void Server::take_turns() {
    for (auto const& turn : std::exchange(turns_, {}))
        if (auto* const connection = find(turn.socket, turn.id)) follow(turn.socket, connection->go_on());
}

void Server::fire_timers() {
    auto const now = std::chrono::steady_clock::now();
    while (!timers_.empty() && timers_.top().when <= now) {
        auto const due = timers_.top();
        timers_.pop();
        if (auto* const connection = find(due.socket, due.id)) follow(due.socket, connection->go_on());
    }
}

void Server::follow(int socket, Next next) {
    auto& connection = connections_[socket];
    switch (next) {
        case Next::nothing:
            return;
        case Next::wait_for_time:
            timers_.push({connection->due, socket, connection->id()});
            return;
        case Next::turn:
            turns_.push_back({{}, socket, connection->id()});
            return;
        case Next::close:
            connection.reset();
            return;
    }
}

Connection* Server::find(int socket, std::uint64_t id) {
    auto* const connection = connections_[socket].get();
    return connection != nullptr && connection->id() == id ? connection : nullptr;
}

// Exact, so that paced events do not leave in bunches.
std::optional<timespec> Server::patience() const {
    if (!turns_.empty()) return timespec{};
    if (timers_.empty()) return std::nullopt;
    auto const left = std::max(0ns, timers_.top().when - std::chrono::steady_clock::now());
    return timespec{.tv_sec = left / 1s, .tv_nsec = (left % 1s).count()};
}

}  // namespace fake
