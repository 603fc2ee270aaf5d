#pragma once

#include "redis/redis_options.hpp"
#include "redis/reply.hpp"

#include <cstddef>

struct redisReader;
struct redisReply;

namespace signalbox::redis {

// Holds hiredis to what one reply may be: a declared size is refused before it is believed.
// Lives longer than the reader it guards. Threads: the loop's.
class ReplyGuard {
public:
    explicit ReplyGuard(ReplyLimits limits) : limits_{limits} {}

    void guard(redisReader& reader);
    // Bytes that came and are no whole string yet are within the limit too. To be asked after each read.
    [[nodiscard]] bool within_limits(redisReader const& reader) const;

    struct Makers;  // what hiredis calls to make the parts of a reply

private:
    ReplyLimits limits_;
    std::size_t bytes_ = 0;
    std::size_t items_ = 0;
};

// A reply of hiredis as our own value; errors inside of arrays become nil.
// REQUIRES: it is no error itself.
[[nodiscard]] Reply own(redisReply const& reply);

}  // namespace signalbox::redis
