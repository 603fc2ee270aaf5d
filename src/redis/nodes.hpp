#pragma once

#include "redis/call.hpp"
#include "redis/health.hpp"
#include "redis/node.hpp"

#include <array>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace signalbox::redis {

// The servers a client speaks to: one, or the masters of a cluster; and the calls that are on their way.
//
// The first node is the configured one. It tells of a cluster when it is greeted, and whoever is asked for a slot
// that lives elsewhere tells that too; nodes nobody tells of any more are left.
// Threads: the loop's.
class Nodes final : public NodeWatcher, public CallKeeper {
public:
    static constexpr std::size_t most = 64;

    Nodes(net::Loop& loop, RedisOptions options, Health& health);
    ~Nodes() override;

    [[nodiscard]] RedisOptions const& options() const { return options_; }
    // Sends one command; `waiting` (may be null) hears what became of it, at `until` at the latest. Null: not sent.
    // A call is there until `waiting` was told.
    Call* start(std::string bytes, std::uint16_t slot, Waiting* waiting, TimePoint until);
    // Nobody waits for it any longer.
    void abandon(Call& call);
    [[nodiscard]] bool serves(std::uint16_t slot) const;
    void close();

private:
    static constexpr std::uint8_t unknown = 255;

    void replied(Call& call, redisReply const* reply) override;
    void late(Call& call) override;
    void node_came(Node& node) override;
    void node_went(Node& node, std::string_view why, bool broke) override;
    void node_stays_away(Node& node, std::string_view why) override;
    void heard_slots(Node& node, Reply const& slots) override;

    [[nodiscard]] std::size_t node_for(std::uint16_t slot) const;
    bool send(std::unique_ptr<Call>& call, std::size_t node, bool asking);
    void refused(std::unique_ptr<Call> call, redisReply const& error);
    // True when it is on its way again.
    bool redirect(std::unique_ptr<Call>& call, Redirection const& to);
    // The node at an address that `by` told of; none: not one to go to.
    std::optional<std::size_t> find_or_add(NodeAddress address, Node const& by);
    void refresh_slots();

    net::Loop& loop_;
    RedisOptions options_;
    Health& health_;
    std::mt19937_64 random_{std::random_device{}()};
    std::vector<std::unique_ptr<Node>> nodes_;
    std::vector<std::uint8_t> slots_;  // the node of each; empty: there is no cluster
    std::size_t ready_ = 0;            // nodes
    std::size_t pending_ = 0;          // calls
    TimePoint refreshed_{};
    bool closed_ = false;
};

}  // namespace signalbox::redis
