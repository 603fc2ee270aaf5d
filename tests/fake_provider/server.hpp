#pragma once

#include "connection.hpp"
#include "endpoints.hpp"

#include <chrono>
#include <cstdint>
#include <ctime>
#include <memory>
#include <optional>
#include <queue>
#include <vector>

namespace fake {

// The listener and the loop: one thread, edge-triggered epoll, loopback only.
class Server {
public:
    explicit Server(Options const& options);
    ~Server();
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    // False when the port cannot be had; errno says why.
    [[nodiscard]] bool listen(std::uint16_t port);
    [[nodiscard]] std::uint16_t port() const;
    [[noreturn]] void run();

private:
    struct Due {
        std::chrono::steady_clock::time_point when;
        int socket = -1;
        std::uint64_t id = 0;  // of the connection: the socket may be another's by then
        friend bool operator<(Due const& a, Due const& b) { return a.when > b.when; }
    };

    void accept_all();
    void serve(int socket, std::uint32_t events);
    void take_turns();
    void fire_timers();
    void follow(int socket, Next next);
    [[nodiscard]] Connection* find(int socket, std::uint64_t id);
    [[nodiscard]] std::optional<timespec> patience() const;  // until the next timer

    Endpoints endpoints_;
    int listener_ = -1;
    int epoll_ = -1;
    std::uint64_t last_id_ = 0;
    std::vector<std::unique_ptr<Connection>> connections_;  // by socket
    std::priority_queue<Due> timers_;
    std::vector<Due> turns_;
};

}  // namespace fake
