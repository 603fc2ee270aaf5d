#include "providers/head_fields.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace signalbox {

namespace {

constexpr std::array<std::string_view, 9> reserved{"host",       "content-length",  "transfer-encoding",
                                                   "connection", "accept-encoding", "content-type",
                                                   "expect",     "upgrade",         "te"};

// Later versions refuse temperature, top_p and top_k.
constexpr std::string_view version = "anthropic-version";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool is_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

// Visible ASCII and inner spaces.
bool is_value(std::string_view value) {
    return std::ranges::all_of(value, [](char c) { return c >= ' ' && c < 0x7f; });
}

bool same(std::string_view name, std::string_view lower_case) {
    return std::ranges::equal(name, lower_case, [](char a, char b) { return lower(a) == b; });
}

bool is_reserved(std::string_view name) {
    return std::ranges::any_of(reserved, [&](auto one) { return same(name, one); });
}

}  // namespace

Result<Secret> head_fields(Secret const& api_key, std::vector<std::pair<std::string, std::string>> const& configured,
                           KeyField key_field) {
    std::string lines;
    if (!api_key.empty()) {
        auto const key = api_key.reveal();
        if (!is_value(key) || key.find(' ') != key.npos) {
            return fail(Errc::invalid_value, "the key contains characters that no key has", "api_key");
        }
        lines.append(key_field == KeyField::anthropic ? "x-api-key: " : "Authorization: Bearer ");
        lines.append(key).append("\r\n");
    }
    bool const versioned =
        std::ranges::any_of(configured, [](auto const& field) { return same(field.first, version); });
    if (key_field == KeyField::anthropic && !versioned) lines.append(version).append(": 2023-06-01\r\n");
    for (auto const& [name, value] : configured) {
        if (!is_name(name) || !is_value(value)) return fail(Errc::invalid_value, "not a header field", "headers");
        if (is_reserved(name)) return fail(Errc::invalid_value, "'" + name + "' cannot be configured", "headers");
        lines.append(name).append(": ").append(value).append("\r\n");
    }
    lines.append(
        "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
        "Accept-Encoding: identity\r\nUser-Agent: signalbox\r\n");
    return Secret{std::move(lines)};
}

}  // namespace signalbox
