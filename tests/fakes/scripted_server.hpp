#pragma once

#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace signalbox::fakes {

// The server's end of one connection: blocking, every wait limited to two seconds. With TLS when
// the server has an identity.
class Peer {
public:
    Peer(int socket, SSL_CTX* identity) : socket_{socket} {
        timeval const limit{.tv_sec = 2, .tv_usec = 0};
        int const on = 1;
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (identity == nullptr) return;
        tls_.reset(SSL_new(identity));
        SSL_set_fd(tls_.get(), socket_);
        if (SSL_accept(tls_.get()) != 1) close();
    }
    ~Peer() { close(); }
    Peer(Peer const&) = delete;
    Peer& operator=(Peer const&) = delete;

    // One whole request, head and body; empty when the client closed or nothing came.
    std::string request() {
        for (;;) {
            auto const head = pending_.find("\r\n\r\n");
            if (head != std::string::npos) {
                auto const field = pending_.find("Content-Length: ");
                auto const body = field < head ? std::stoul(pending_.substr(field + 16, 20)) : 0UL;
                if (pending_.size() >= head + 4 + body) {
                    auto whole = pending_.substr(0, head + 4 + body);
                    pending_.erase(0, whole.size());
                    return whole;
                }
            }
            if (!receive()) return {};
        }
    }

    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            auto const sent = tls_ ? SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()))
                                   : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    void send_each_byte(std::string_view bytes) {
        for (auto const& byte : bytes) send({&byte, 1});
    }

    // Waits for the client to close; true when it did.
    bool client_left() {
        while (receive()) pending_.clear();
        return left_;
    }

    // The TLS session goes on from an earlier connection.
    [[nodiscard]] bool resumed() const { return tls_ != nullptr && SSL_session_reused(tls_.get()) == 1; }

    void close() {
        if (socket_ < 0) return;
        tls_.reset();
        ::shutdown(socket_, SHUT_RDWR);
        ::close(std::exchange(socket_, -1));
    }
    // Ends the connection with a reset.
    void reset() {
        linger const at_once{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        ::close(std::exchange(socket_, -1));
    }

private:
    struct Free {
        void operator()(SSL* tls) const { SSL_free(tls); }
    };
    bool receive() {
        char bytes[4096];
        auto const got = socket_ < 0 ? -1
                         : tls_      ? SSL_read(tls_.get(), bytes, sizeof bytes)
                                     : ::recv(socket_, bytes, sizeof bytes, 0);
        left_ = got == 0 || (got < 0 && errno == ECONNRESET);
        if (got <= 0) return false;
        pending_.append(bytes, static_cast<std::size_t>(got));
        return true;
    }
    int socket_;
    std::unique_ptr<SSL, Free> tls_;
    std::string pending_;
    bool left_ = false;
};

// A TCP server on loopback that does to each connection what the test says, each in a thread of
// its own. `serve` gets the connection and its number, from 0. Ends all threads when destroyed.
class ScriptedServer {
public:
    using Serve = std::function<void(Peer& peer, int nth)>;
    explicit ScriptedServer(Serve serve, SSL_CTX* identity = nullptr) : serve_{std::move(serve)}, identity_{identity} {
        listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
        ::listen(listener_, 16);
        socklen_t size = sizeof address;
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        acceptor_ = std::thread{[this] { accept_all(); }};
    }
    ~ScriptedServer() {
        ::shutdown(listener_, SHUT_RDWR);
        acceptor_.join();
        for (auto& one : served_) one.join();
        ::close(listener_);
    }
    ScriptedServer(ScriptedServer const&) = delete;
    ScriptedServer& operator=(ScriptedServer const&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] int accepted() const { return accepted_; }
    [[nodiscard]] std::string url(std::string_view path = "") const {
        return (identity_ ? "https://localhost:" : "http://127.0.0.1:") + std::to_string(port_) + std::string{path};
    }

private:
    void accept_all() {
        for (;;) {
            auto const socket = ::accept(listener_, nullptr, nullptr);
            if (socket < 0) return;
            served_.emplace_back([this, socket, nth = accepted_++] {
                Peer peer{socket, identity_};
                serve_(peer, nth);
            });
        }
    }
    Serve serve_;
    SSL_CTX* identity_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<int> accepted_ = 0;
    std::vector<std::thread> served_;  // of the acceptor's thread, until that has ended
    std::thread acceptor_;
};

}  // namespace signalbox::fakes
