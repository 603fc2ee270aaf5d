#pragma once

#include "net/exchange.hpp"

#include <memory>
#include <vector>

namespace signalbox::net {

// Keeps answers whose reader has left until their bodies have ended, so that their connections can
// be used again. Each gets `patience` and then is closed. Threads: one loop.
class Lingerer final : public Connection::Watcher {
public:
    static constexpr Duration patience = std::chrono::milliseconds{200};
    static constexpr std::size_t max_waiting = 64;  // more are closed at once

    void add(std::unique_ptr<Exchange> exchange);
    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

private:
    void something_came(Connection& connection) override;
    void time_is_up(Connection& connection) override;

    std::vector<std::unique_ptr<Exchange>> waiting_;
};

}  // namespace signalbox::net
