#include "app/redis_config.hpp"

#include "redis/redis_url.hpp"
#include "server/key_hash.hpp"

#include <cstring>
#include <tuple>

namespace signalbox::app {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t least_secret = 16;

KeyedHash::Key derived(Secret const& secret, std::string_view purpose) {
    std::string text{purpose};
    text += secret.reveal();
    Secret const whole{std::move(text)};
    auto const hash = server::KeyHasher{}(whole.reveal());
    KeyedHash::Key key{};
    std::memcpy(key.data(), hash.data(), sizeof key);
    return key;
}

// A password may stand in the environment, not in the file.
bool shows_password(std::string_view raw) {
    auto const at = raw.rfind('@');
    if (!raw.starts_with("redis://") || at == std::string_view::npos) return false;
    auto const credentials = raw.substr(8, at - 8);
    auto const colon = credentials.find(':');
    return colon != std::string_view::npos && credentials.find("${", colon) == std::string_view::npos;
}

void check_secret(Reader const& section, RedisConfig const& config) {
    if (!config.on() || config.secret.reveal().size() >= least_secret) return;
    section["url"].refuse(
        "instances that share need the same secret, of at least 16 characters: set SIGNALBOX_REDIS_SECRET on all of "
        "them "
        "to what `openssl rand -hex 32` says");
}

}  // namespace

KeyedHash::Key RedisConfig::digest_key() const { return derived(secret, "signalbox digests "); }
KeyedHash::Key RedisConfig::seal_key() const { return derived(secret, "signalbox seals "); }

bool operator==(RedisConfig const& a, RedisConfig const& b) {
    auto const parts = [](RedisConfig const& config) {
        auto const& client = config.client;
        return std::tuple{
            std::string_view{config.url},    config.secret.reveal(), client.connect, client.command, config.wait,
            std::string_view{config.prefix}, config.routes};
    };
    return parts(a) == parts(b);
}

RedisConfig redis_config(Reader const& section, Environment const& environment) {
    RedisConfig config;
    auto const url = section["url"];
    if (url.given()) {
        if (shows_password(url.raw())) url.refuse("a password must not stand in the file; write ${NAME} for it");
        config.url = url.expanded();
    } else {
        config.url = environment("SIGNALBOX_REDIS_URL").value_or("");
    }
    config.secret = section["secret"].secret();
    if (config.secret.empty()) config.secret = Secret{environment("SIGNALBOX_REDIS_SECRET").value_or("")};
    section["connect"].into(config.client.connect, {milliseconds{10}, milliseconds{5'000}});
    section["command"].into(config.client.command, {milliseconds{10}, milliseconds{1'000}});
    section["wait"].into(config.wait, {milliseconds{1}, milliseconds{1'000}});
    section["prefix"].into(config.prefix);
    section["routes"].into(config.routes);
    if (!config.on()) return config;
    if (auto const why = redis::read_url(config.url, config.client); !why.empty()) section["url"].refuse(why);
    check_secret(section, config);
    return config;
}

}  // namespace signalbox::app
