#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "net/loop.hpp"
#include "redis/health.hpp"
#include "redis/redis_options.hpp"
#include "redis/reply.hpp"

#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::redis {

class Nodes;

// Commands to one Redis, or to the masters of one Redis Cluster; one client per loop.
//
// Fails open: nobody ever waits longer than `options.command`, and not at all while Redis is away. It
// is called away until a connection has greeted it (AUTH, SELECT, CLUSTER SLOTS), and again after failures
// in a row; the client greets anew by itself, in the background, after a break that grows with jitter.
// So no request pays for trying, and a Redis that appears late is used from then on.
// Commands that are sent in one turn of the loop leave in one write. The key is words[1]: in a cluster it decides
// the node; MOVED and ASK are followed within the same time. Never send EVAL, KEYS, SUBSCRIBE, or commands that block.
// Threads: the loop's. REQUIRES: outlived by `loop` and `health`; nobody awaits it when it is destroyed.
class Client {
public:
    Client(net::Loop& loop, RedisOptions options, Health& health);
    ~Client();
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;

    // The reply to one command. `patience` can only shorten options.command; running out of it counts as a
    // failure of Redis. A wait that is cancelled counts as nothing.
    // REQUIRES: at least two words; `cancellation` outlives the task. The words may go when this has returned.
    [[nodiscard]] Task<std::expected<Reply, Failure>> command(std::span<std::string_view const> words,
                                                              Cancellation& cancellation,
                                                              std::optional<Duration> patience = {});

    // Sends and forgets; failures are counted. False: Redis is away or the queue is full, and nothing was sent
    // (counted as dropped).
    bool send(std::span<std::string_view const> words);

    // Is anybody there to ask now, as far as the node of `key` goes?
    [[nodiscard]] bool available(std::string_view key) const;

    // Ends all connections and tries no more; what waits fails. For the end of the loop.
    void close();

private:
    net::Loop& loop_;
    std::unique_ptr<Nodes> nodes_;
};

}  // namespace signalbox::redis
