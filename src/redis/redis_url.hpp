#pragma once

#include "redis/redis_options.hpp"

#include <string>
#include <string_view>

namespace signalbox::redis {

// Reads redis://user:password@host:port/database into `options`; all but the host may be left out, and %XX
// stands for a byte in user and password. Gives what is wrong, in words that quote nothing of it; empty: nothing is.
[[nodiscard]] std::string read_url(std::string_view url, RedisOptions& options);

}  // namespace signalbox::redis
