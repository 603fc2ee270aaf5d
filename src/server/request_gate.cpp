#include "server/request_gate.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace signalbox::server {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

struct HostName {
    std::string_view name;  // an IPv6 address keeps its brackets
    std::string_view port;  // empty: the scheme's
};

HostName split_host(std::string_view host) {
    auto const colon = host.rfind(':');
    auto const bracket = host.rfind(']');
    if (colon == std::string_view::npos || (bracket != std::string_view::npos && colon < bracket)) return {host, {}};
    return {host.substr(0, colon), host.substr(colon + 1)};
}

bool is_loopback(std::string_view name) {
    constexpr std::array<std::string_view, 3> names{"localhost", "127.0.0.1", "[::1]"};
    return std::ranges::any_of(names, [&](auto const& known) { return same_name(known, name); });
}

// Loopback names and the address we are bound to, with our port.
bool is_own_address(HostName const& host, ServerOptions const& options, std::uint16_t port) {
    auto const wanted = host.port.empty() ? std::string_view{"80"} : host.port;
    if (wanted != std::to_string(port)) return false;
    return is_loopback(host.name) || same_name(host.name, options.address);
}

// A configured name without a port stands for every port.
bool is_configured_host(std::string_view host, ServerOptions const& options) {
    auto const name = split_host(host).name;
    return std::ranges::any_of(options.hosts,
                               [&](auto const& known) { return same_name(known, host) || same_name(known, name); });
}

// The pages that this server's own Host serves, also behind a proxy that ends TLS.
bool is_own_origin(std::string_view origin, std::string_view host) {
    constexpr std::array<std::string_view, 2> schemes{"http://", "https://"};
    return std::ranges::any_of(schemes, [&](auto const& scheme) {
        return origin.starts_with(scheme) && same_name(origin.substr(scheme.size()), host);
    });
}

bool is_json(std::string_view content_type) {
    auto type = content_type.substr(0, content_type.find(';'));
    while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
    return same_name(type, "application/json");
}

bool from_browser(wire::RequestHead const& head) {
    return !head.origin.empty() || !head.find("sec-fetch-site").empty();
}

// A form that curl sends by default; a multipart or text body has no excuse.
bool lenient(wire::RequestHead const& head) {
    auto const type = head.content_type.substr(0, head.content_type.find(';'));
    return head.path.starts_with("/v1/") && !from_browser(head) &&
           (type.empty() || same_name(type, "application/x-www-form-urlencoded"));
}

}  // namespace

Result<void> check_source(wire::RequestHead const& head, ServerOptions const& options, std::uint16_t port) {
    auto const host = split_host(head.host);
    if (!is_own_address(host, options, port) && !is_configured_host(head.host, options)) {
        return fail(Errc::misdirected, "this server does not answer to that Host; add it to server.hosts", "host");
    }
    if (head.origin.empty() || is_own_origin(head.origin, head.host)) return {};
    auto const known = std::ranges::any_of(options.origins, [&](auto const& o) { return same_name(o, head.origin); });
    if (known) return {};
    return fail(Errc::forbidden_origin, "pages of this Origin may not call this server; add it to server.origins",
                "origin");
}

Result<void> check_body(wire::RequestHead const& head, ServerOptions const& options) {
    if (!head.content_encoding.empty() && !same_name(head.content_encoding, "identity")) {
        return fail(Errc::unsupported_media, "encoded bodies are not read; send it without Content-Encoding",
                    "content-encoding");
    }
    if (head.method == "POST" && !is_json(head.content_type) && !lenient(head)) {
        return fail(Errc::unsupported_media, "send Content-Type: application/json", "content-type");
    }
    if (head.content_length.value_or(0) > options.max_body) {
        return fail(Errc::request_too_large,
                    "the body is above the limit of " + std::to_string(options.max_body) + " bytes");
    }
    return {};
}

}  // namespace signalbox::server
