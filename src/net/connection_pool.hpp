#pragma once

#include "net/connection.hpp"

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace signalbox::net {

// The idle connections of one client, most recently used first: the others grow old and go.
// A connection that its peer ends, or that speaks unasked, leaves at once; so does one unused for
// `idle_time`. Invariant: size() <= limit. Threads: one loop.
class ConnectionPool final : public Connection::Watcher {
public:
    ConnectionPool(std::size_t limit, Duration idle_time) : limit_{limit}, idle_time_{idle_time} {}

    // The connection used last, or null.
    [[nodiscard]] std::unique_ptr<Connection> take();
    // The oldest makes room when full.
    void put(std::unique_ptr<Connection> connection);
    [[nodiscard]] std::size_t size() const { return idle_.size(); }
    // Called when the last idle connection has left by itself, not when it was taken.
    void when_emptied(std::function<void()> then) { emptied_ = std::move(then); }

private:
    void something_came(Connection& connection) override;
    void time_is_up(Connection& connection) override { drop(connection); }
    void drop(Connection& connection);

    std::size_t limit_;
    Duration idle_time_;
    std::function<void()> emptied_;
    std::vector<std::unique_ptr<Connection>> idle_;  // least recently used first
};

}  // namespace signalbox::net
