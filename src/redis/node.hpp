#pragma once

#include "async/cancellation.hpp"
#include "net/loop.hpp"
#include "redis/link.hpp"
#include "redis/redirection.hpp"
#include "redis/redis_options.hpp"
#include "redis/reply.hpp"

#include <boost/asio/ip/address.hpp>

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::redis {

class Node;

// Hears how a node is doing.
class NodeWatcher {
public:
    virtual ~NodeWatcher() = default;
    virtual void node_came(Node& node) = 0;
    // `broke`: after failures in a row, for a while; else it is greeted anew at once.
    virtual void node_went(Node& node, std::string_view why, bool broke) = 0;
    // A greeting failed of a node that was away anyway.
    virtual void node_stays_away(Node& node, std::string_view why) = 0;
    // What it says of the cluster.
    virtual void heard_slots(Node& node, Reply const& slots) = 0;
};

// One Redis server: its link, and the breaker around it.
//
// It is `ready` from a greeting that was answered to the next failure that counts, and only then is it sent anything.
// When it is not, it is greeted again and again in the background, after breaks.
// Threads: the loop's.
class Node {
public:
    // All outlive it.
    Node(net::Loop& loop, RedisOptions const& options, NodeAddress address, NodeWatcher& watcher,
         std::mt19937_64& random);
    ~Node();
    Node(Node const&) = delete;
    Node& operator=(Node const&) = delete;

    [[nodiscard]] NodeAddress const& address() const { return address_; }
    [[nodiscard]] bool ready() const { return state_ == State::ready; }
    // A literal, once it has been connected to.
    [[nodiscard]] std::string const& connected_to() const { return connected_to_; }

    // As Link::send; false when it is not ready.
    bool send(std::string_view bytes, Expectation* expectation);
    [[nodiscard]] std::size_t unsent() const { return link_ ? link_->unsent() : 0; }

    void succeeded();
    void failed(std::string_view why);

    // Greets it, unless that is being done.
    void begin();
    void close();

private:
    enum class State : std::uint8_t { idle, greeting, ready, away };
    class Greeting;
    class Patience;
    void greet();
    void connect(boost::asio::ip::address const& address);
    bool say_hello();
    void link_ended(std::string_view why);
    void greeted(Reply const& slots);
    void give_up_greeting(std::string_view why);
    void rest();
    void drop_link();
    void forget_lookup();
    struct Lookup;
    static Task<void> look_up(std::shared_ptr<Lookup> lookup, std::string host);
    void found(std::vector<boost::asio::ip::address> addresses);

    net::Loop& loop_;
    RedisOptions const& options_;
    NodeAddress address_;
    NodeWatcher& watcher_;
    std::mt19937_64& random_;
    State state_ = State::idle;
    std::unique_ptr<Link> link_;
    std::unique_ptr<Patience> patience_;  // until the greeting is over, or the break
    std::string connected_to_;
    int failures_ = 0;  // in a row
    Duration break_{};
    std::uint64_t greeting_ = 0;      // its number: what comes of an older one is ignored
    std::shared_ptr<Lookup> lookup_;  // of its name, while that is asked for
    std::size_t next_address_ = 0;    // of those the name leads to
};

}  // namespace signalbox::redis
