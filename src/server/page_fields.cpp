#include "server/page_fields.hpp"

namespace signalbox::server {

namespace {

// The page loads what this server sends and nothing else, asks nobody else, and is shown in no other page.
constexpr std::string_view policy =
    "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n"
    "referrer-policy: no-referrer\r\n"
    "cross-origin-opener-policy: same-origin\r\n"
    "x-frame-options: DENY\r\n";

}  // namespace

void append_page_fields(std::string& out, PageBody const& body) {
    out.append(body.hashed ? "cache-control: public, max-age=31536000, immutable\r\n" : "cache-control: no-cache\r\n");
    out.append("etag: ").append(body.tag).append("\r\nvary: accept-encoding\r\n");
    if (!body.coding.empty()) out.append("content-encoding: ").append(body.coding).append("\r\n");
    out.append("cross-origin-resource-policy: same-origin\r\n");
    if (body.document) out.append(policy);
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
    while (!if_none_match.empty()) {
        auto const comma = if_none_match.find(',');
        auto one = if_none_match.substr(0, comma);
        if_none_match.remove_prefix(comma == std::string_view::npos ? if_none_match.size() : comma + 1);
        auto const first = one.find_first_not_of(" \t");
        if (first == std::string_view::npos) continue;
        one = one.substr(first, one.find_last_not_of(" \t") - first + 1);
        if (one == "*") return true;
        if (one.starts_with("W/")) one.remove_prefix(2);  // bodies are compared weakly here
        if (one == tag) return true;
    }
    return false;
}

}  // namespace signalbox::server
