#pragma once

#include "net/loop.hpp"
#include "redis/reply_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct redisReply;

namespace signalbox::redis {

// Gets the reply to one command. Exactly one call, in the order of the commands; null when the link ended first.
// May send, close the link and destroy itself.
class Expectation {
public:
    virtual ~Expectation() = default;
    virtual void replied(redisReply const* reply) = 0;
};

// One connection to one node: hiredis in its asynchronous form, which asks the loop's Asio context when its
// descriptor is readable or writable.
//
// Threads: the loop's. After close() or its end it is dead; a new one is a new object.
class Link {
public:
    // Told once, outside of the caller's stack frames of Link, when the link ends by itself.
    using Ended = void (*)(void* self, std::string_view why);

    // Begins to connect; what is sent meanwhile leaves when it has. `address` is a literal.
    Link(net::Loop& loop, std::string const& address, std::uint16_t port, ReplyLimits limits, Ended ended, void* self);
    ~Link();
    Link(Link const&) = delete;
    Link& operator=(Link const&) = delete;

    // False when the connection could not even begin, or has ended.
    [[nodiscard]] bool open() const;
    // `bytes` are one command. `expectation` is called later, also when the link ends; null: nobody cares.
    // False: the link is not open, and nothing was sent or will be called.
    bool send(std::string_view bytes, Expectation* expectation);
    // Bytes that wait to be written.
    [[nodiscard]] std::size_t unsent() const;
    // What waits for a reply gets none. `ended` is not called.
    void close();

private:
    class Watch;
    std::shared_ptr<Watch> watch_;  // shared with the waits of the Asio context
};

}  // namespace signalbox::redis
