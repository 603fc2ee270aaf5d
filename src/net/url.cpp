#include "net/address_policy.hpp"
#include "net/http_client.hpp"

#include <algorithm>
#include <charconv>

namespace signalbox::net {

namespace {

auto refuse(std::string why) { return fail(Errc::invalid_value, "not a usable provider address: " + why, "base_url"); }

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_name_char(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_'; }

// Names whose last label starts with a digit are the many other spellings of IPv4 addresses
// ("127.1", "0x7f000001", "2130706433"): only the dotted quad is taken, as a literal.
bool is_dns_name(std::string_view host) {
    if (host.empty() || host.size() > 253 || !std::ranges::all_of(host, is_name_char)) return false;
    if (host.front() == '.' || host.find("..") != std::string_view::npos) return false;
    if (host.ends_with('.')) host.remove_suffix(1);
    auto const last_label = host.substr(host.rfind('.') + 1);
    return !last_label.empty() && !is_digit(last_label.front());
}

Result<std::uint16_t> read_port(std::string_view text, std::uint16_t standard) {
    if (text.empty()) return standard;
    text.remove_prefix(1);  // the colon
    std::uint16_t port = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0) return refuse("bad port");
    return port;
}

Result<HttpOrigin> read_authority(std::string_view authority, bool tls) {
    HttpOrigin origin{.tls = tls, .host = {}, .port = 0};
    auto host_end = authority.find(':');
    if (authority.starts_with('[')) {
        auto const bracket = authority.find(']');
        if (bracket == std::string_view::npos) return refuse("bad host");
        origin.host = authority.substr(1, bracket - 1);
        host_end = bracket + 1;
    } else {
        origin.host = authority.substr(0, host_end);
    }
    auto const behind = host_end < authority.size() ? authority.substr(host_end) : std::string_view{};
    if (!behind.empty() && behind.front() != ':') return refuse("bad host");
    std::ranges::transform(origin.host, origin.host.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });

    auto const port = read_port(behind, tls ? 443 : 80);
    if (!port) return std::unexpected{port.error()};
    origin.port = *port;
    return origin;
}

Result<void> check_host(HttpOrigin const& origin, bool bracketed) {
    auto const literal = literal_address(origin.host);
    if (bracketed != (literal && literal->is_v6())) return refuse("bad host");
    if (!literal && !is_dns_name(origin.host)) return refuse("bad host");
    if (literal && !may_connect(*literal)) return refuse("link-local and metadata addresses are not allowed");
    auto const loopback = literal ? is_loopback(*literal) : origin.host == "localhost";
    if (!origin.tls && !loopback) return refuse("plain http is for loopback only, use https");
    return {};
}

}  // namespace

Result<HttpUrl> parse_url(std::string_view url) {
    auto rest = url;
    bool const tls = take_prefix(rest, "https://");
    if (!tls && !take_prefix(rest, "http://")) return refuse("it must start with https://");
    if (!std::ranges::all_of(rest, [](char c) { return c > ' ' && c < 0x7f; })) return refuse("bad character");
    if (rest.find_first_of("?#@\\") != std::string_view::npos)
        return refuse("no user, query or fragment belongs there");

    auto const slash = std::min(rest.find('/'), rest.size());
    auto origin = read_authority(rest.substr(0, slash), tls);
    if (!origin) return std::unexpected{origin.error()};
    if (auto const good = check_host(*origin, rest.starts_with('[')); !good) return std::unexpected{good.error()};

    auto path = rest.substr(slash);
    while (path.ends_with('/')) path.remove_suffix(1);
    return HttpUrl{.origin = std::move(*origin), .path = std::string{path}};
}

}  // namespace signalbox::net
