#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "async/time.hpp"
#include "core/error.hpp"
#include "net/socket.hpp"

#include <boost/asio/ip/basic_resolver.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace signalbox::net {

// Turns host names into addresses without blocking the loop (Asio asks the system in a thread of
// its own). One per loop; answers are remembered for a minute, and one question is asked once however
// many wait for its answer. Literal addresses skip it all.
// Names come from configuration: their number is bounded by it.
class Resolver {
public:
    Resolver(Time& time, boost::asio::io_context& context) : time_{time}, resolver_{context} {}

    // Errors: provider_unreachable, provider_timeout at `deadline`, or the reason of `cancellation`.
    Task<Result<std::vector<boost::asio::ip::address>>> resolve(std::string const& host, TimePoint deadline,
                                                                Cancellation& cancellation);

private:
    static constexpr Duration remembered = std::chrono::seconds{60};
    class Waiter;
    struct Entry {
        std::vector<boost::asio::ip::address> addresses;
        TimePoint expires{};
        bool asking = false;
        bool failed = false;
        std::vector<Waiter*> waiters;
    };
    void ask(std::string const& host, Entry& entry);

    Time& time_;
    boost::asio::ip::basic_resolver<Tcp, boost::asio::io_context::executor_type> resolver_;
    std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace signalbox::net
