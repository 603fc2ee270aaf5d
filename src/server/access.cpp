#include "server/access.hpp"

#include <algorithm>
#include <chrono>

namespace signalbox::server {

namespace {

constexpr std::size_t longest_key = 256;  // ours have 47 bytes; nobody's hash is worth more work

std::string_view bearer(std::string_view authorization) {
    constexpr std::string_view scheme = "bearer ";
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    if (!std::ranges::equal(authorization.substr(0, scheme.size()), scheme, {}, lower)) return {};
    authorization.remove_prefix(scheme.size());
    while (authorization.starts_with(' ')) authorization.remove_prefix(1);
    return authorization;
}

bool has_token(std::string_view query) {
    constexpr std::string_view name = "token=";
    return query.starts_with(name) || query.find("&token=") != std::string_view::npos;
}

Error too_fast(std::string_view what, Duration wait) {
    return {Errc::rate_limited,
            "the " + std::string{what} + " of this key for this minute are used up",
            {},
            std::chrono::ceil<std::chrono::milliseconds>(wait)};
}

}  // namespace

std::string_view presented_key(wire::RequestHead const& head) {
    return head.api_key.empty() ? bearer(head.authorization) : head.api_key;
}

Result<SharedKey> identify(wire::RequestHead const& head, Endpoint const* endpoint, KeyTable const& keys,
                           KeyHasher& hasher, bool from_loopback) {
    if (endpoint != nullptr && !endpoint->scope) return SharedKey{};
    auto const presented = presented_key(head);
    if (!presented.empty() && presented.size() <= longest_key) {
        auto const now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        if (auto key = keys.find(hasher(presented), now)) return key;
    }
    // A browser's EventSource cannot send a key.
    if (presented.empty() && endpoint != nullptr && endpoint->by_token && has_token(head.query)) return SharedKey{};
    if (from_loopback && keys.open_to_loopback()) return SharedKey{};
    return fail(Errc::unauthorized,
                "this server wants an API key that is good here, as Authorization: Bearer or x-api-key");
}

Result<void> check_scope(ApiKey const& key, Endpoint const& endpoint) {
    if (!endpoint.scope || key.scopes.has(*endpoint.scope)) return {};
    return fail(Errc::forbidden, "this key lacks the scope " + std::string{name(*endpoint.scope)});
}

Result<void> count_request(KeyAccount& account, TimePoint now) {
    if (account.requests) {
        if (auto const wait = account.requests->take(1, now); wait > Duration{}) {
            account.refused.add();
            return std::unexpected(too_fast("requests", wait));
        }
    }
    // Tokens are set aside when it is known what will be called; without any left that need not be awaited.
    if (account.tokens) {
        if (auto const wait = account.tokens->wait(1, now); wait > Duration{}) {
            if (account.requests) account.requests->give_back(1);
            account.refused.add();
            return std::unexpected(too_fast("tokens", wait));
        }
    }
    account.admitted.add();
    return {};
}

}  // namespace signalbox::server
