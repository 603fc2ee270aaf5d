#pragma once

#include "async/cancellation.hpp"
#include "net/loop.hpp"

#include <boost/asio/signal_set.hpp>

#include <csignal>

namespace signalbox::cli {

// Turns the first Ctrl-C into a cancellation; the second one ends the process as usual.
class Interrupt {
public:
    // Both outlive it.
    Interrupt(net::Loop& loop, Cancellation& cancellation) : signals_{loop.context(), SIGINT} {
        signals_.async_wait([this, &cancellation](boost::system::error_code const& ec, int) {
            if (ec) return;
            signals_.clear();
            cancellation.request(Errc::cancelled);
        });
    }

private:
    boost::asio::signal_set signals_;
};

}  // namespace signalbox::cli
