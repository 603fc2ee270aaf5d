#include "redis/redis_url.hpp"

#include <charconv>
#include <optional>

namespace signalbox::redis {

namespace {

constexpr std::string_view form = "expected redis://user:password@host:port/database";

std::optional<int> number(std::string_view text, int least, int most) {
    int value = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (ec != std::errc{} || end != text.data() + text.size() || value < least || value > most) return std::nullopt;
    return value;
}

std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        unsigned byte = 0;
        auto const* const digits = text.data() + i + 1;
        if (i + 2 >= text.size() || std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2)
            return std::nullopt;
        out += static_cast<char>(byte);
        i += 2;
    }
    return out;
}

bool read_credentials(std::string_view text, RedisOptions& options) {
    auto const colon = text.find(':');
    auto user = decoded(text.substr(0, colon));
    auto password = decoded(colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1));
    if (!user || !password) return false;
    options.user = std::move(*user);
    options.password = Secret{std::move(*password)};
    return true;
}

// "host", "host:port" or "[::1]:port".
bool read_place(std::string_view text, RedisOptions& options) {
    auto const bracket = text.starts_with('[') ? text.find(']') : std::string_view::npos;
    if (text.starts_with('[') && bracket == std::string_view::npos) return false;
    auto const colon = bracket == std::string_view::npos ? text.find(':') : text.find(':', bracket);
    auto const host = bracket == std::string_view::npos ? text.substr(0, colon) : text.substr(1, bracket - 1);
    if (host.empty() || host.find_first_of(" /?#") != std::string_view::npos) return false;
    if (bracket != std::string_view::npos && colon == std::string_view::npos && bracket + 1 != text.size())
        return false;
    if (colon != std::string_view::npos) {
        auto const port = number(text.substr(colon + 1), 1, 65'535);
        if (!port) return false;
        options.port = static_cast<std::uint16_t>(*port);
    }
    options.host = host;
    return true;
}

}  // namespace

std::string read_url(std::string_view url, RedisOptions& options) {
    if (url.starts_with("rediss://")) {
        return "Debian's client of Redis has no TLS: use redis:// to a tunnel on this machine (docs/redis.md)";
    }
    constexpr std::string_view scheme = "redis://";
    if (!url.starts_with(scheme)) return std::string{form};
    url.remove_prefix(scheme.size());
    auto const at = url.rfind('@');
    if (at != std::string_view::npos) {
        if (!read_credentials(url.substr(0, at), options)) return std::string{form} + "; the part before '@' is broken";
        url.remove_prefix(at + 1);
    }
    auto const slash = url.find('/');
    if (!read_place(url.substr(0, slash), options)) return std::string{form} + "; host or port is broken";
    if (slash == std::string_view::npos || slash + 1 == url.size()) return {};
    auto const database = number(url.substr(slash + 1), 0, 1'000'000);
    if (!database) return std::string{form} + "; the database is no number";
    options.database = *database;
    return {};
}

}  // namespace signalbox::redis
