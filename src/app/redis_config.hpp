#pragma once

#include "app/config_reader.hpp"
#include "app/environment.hpp"
#include "core/keyed_hash.hpp"
#include "core/secret.hpp"
#include "redis/redis_options.hpp"

#include <string>

namespace signalbox::app {

// What instances share, and where; the `redis:` section of the configuration.
struct RedisConfig {
    std::string url;  // empty: nothing is shared. May hold a password: never shown
    Secret secret;    // the same on all instances that share
    redis::RedisOptions client;
    Duration wait = std::chrono::milliseconds{20};  // the most that a request waits for a shared route
    std::string prefix = "signalbox";
    bool routes = true;

    [[nodiscard]] bool on() const { return !url.empty(); }
    // Of the digests that instances agree on, and of the seals on what they share.
    [[nodiscard]] KeyedHash::Key digest_key() const;
    [[nodiscard]] KeyedHash::Key seal_key() const;
    friend bool operator==(RedisConfig const& a, RedisConfig const& b);
};

// Reads the section. Address and secret may also come from SIGNALBOX_REDIS_URL and SIGNALBOX_REDIS_SECRET.
[[nodiscard]] RedisConfig redis_config(Reader const& section, Environment const& environment);

}  // namespace signalbox::app
