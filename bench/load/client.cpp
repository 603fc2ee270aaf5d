#include "client.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <ctime>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace load {
namespace {

constexpr std::size_t read_size = 64UL * 1024;

}  // namespace

std::int64_t now_ns() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

Client::~Client() { close(); }

int Client::connect() {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket_ < 0) {
        fail("no socket left");
        return -1;
    }
    int const on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(options_.port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    state_ = State::connecting;
    if (::connect(socket_, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0 && errno != EINPROGRESS)
        fail("cannot connect");
    return socket_;
}

void Client::ask(std::int64_t since) {
    state_ = State::busy;
    since_ = since;
    reader_.next();
    check_.begin(since);
    unsent_ = request_;
    write();
}

void Client::on_event(bool writable, bool readable, bool ended) {
    if (state_ == State::connecting && writable) {
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0) return fail("connection refused");
        state_ = State::idle;
    }
    if (writable && !unsent_.empty()) write();
    if (readable && (state_ == State::busy || state_ == State::idle)) read(ended);
}

void Client::fail(std::string_view why) {
    figures_.error(why);
    close();
}

void Client::close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
    state_ = State::closed;
    unsent_ = {};
}

void Client::write() {
    auto const sent = ::send(socket_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
    if (sent > 0) unsent_.remove_prefix(static_cast<std::size_t>(sent));
    if (sent < 0 && errno != EAGAIN) fail("connection lost while writing");
}

void Client::read(bool ended) {
    static thread_local std::array<char, read_size> buffer;
    while (socket_ >= 0) {
        auto const got = ::recv(socket_, buffer.data(), buffer.size(), 0);
        if (got < 0 && errno == EAGAIN) return;
        if (got > 0) {
            take({buffer.data(), static_cast<std::size_t>(got)}, now_ns());
            if (!ended && static_cast<std::size_t>(got) < buffer.size()) return;
            continue;
        }
        if (state_ == State::idle) return close();  // an idle connection may end
        if (got == 0 && reader_.end() == ResponseReader::State::complete) {
            complete(now_ns());
            return close();
        }
        return fail("connection lost while reading");
    }
}

void Client::take(std::string_view bytes, std::int64_t now) {
    if (state_ == State::idle) return fail("bytes that nobody asked for");
    auto const state = reader_.feed(bytes);
    if (state == ResponseReader::State::broken) return fail("broken framing");
    if (state == ResponseReader::State::head) return;
    if (reader_.status() == 200 && options_.mode != Mode::json) reader_.consume(check_.events(reader_.body(), now));
    if (state == ResponseReader::State::complete) complete(now);
}

void Client::complete(std::int64_t now) {
    if (reader_.status() != 200)
        return fail("status " + std::to_string(reader_.status()) + ": " + std::string{reader_.body().substr(0, 200)});
    if (auto const wrong = check_.verdict(reader_.body()); !wrong.empty()) return fail(wrong);
    ++figures_.requests;
    figures_.whole.add(now - since_);
    state_ = State::idle;
    if (!reader_.keep_alive()) close();
}

}  // namespace load
