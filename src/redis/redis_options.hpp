#pragma once

#include "core/secret.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace signalbox::redis {

// How much one reply may hold. More ends the connection: such a peer is not to be trusted.
struct ReplyLimits {
    std::size_t bytes = std::size_t{64} * 1024;  // of all strings of a reply together
    std::size_t items = 4096;                    // of all its arrays together
};

// Where Redis is and how much patience it deserves.
struct RedisOptions {
    std::string host = "127.0.0.1";
    std::uint16_t port = 6379;
    std::string user;  // empty: the default user
    Secret password;   // empty: no AUTH
    int database = 0;

    Duration connect = std::chrono::milliseconds{200};  // name, connection and greeting together
    Duration command = std::chrono::milliseconds{50};   // the most that anybody waits for a reply
    ReplyLimits replies;

    int failures_to_open = 2;  // in a row
    Duration shortest_break = std::chrono::seconds{1};
    Duration longest_break = std::chrono::seconds{5};

    std::size_t max_pending = 4096;                         // commands without a reply; more are unavailable
    std::size_t max_unsent = std::size_t{4} * 1024 * 1024;  // bytes of them, likewise
};

}  // namespace signalbox::redis
