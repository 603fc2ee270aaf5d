#include "net/connection_pool.hpp"

#include <utility>

namespace signalbox::net {

std::unique_ptr<Connection> ConnectionPool::take() {
    if (idle_.empty()) return nullptr;
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    connection->unwatch();
    return connection;
}

void ConnectionPool::put(std::unique_ptr<Connection> connection) {
    if (limit_ == 0) return;
    if (idle_.size() == limit_) idle_.erase(idle_.begin());
    auto& kept = *idle_.emplace_back(std::move(connection));
    kept.watch(*this, kept.loop().now() + idle_time_);
}

void ConnectionPool::something_came(Connection& connection) {
    if (!connection.still_silent()) return drop(connection);
    connection.keep_watching();
}

void ConnectionPool::drop(Connection& connection) {
    std::erase_if(idle_, [&](auto const& one) { return one.get() == &connection; });
    if (idle_.empty() && emptied_) emptied_();
}

}  // namespace signalbox::net
