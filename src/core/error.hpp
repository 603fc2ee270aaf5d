#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

// Every way a request can fail. The spelled name is public: it is the `code` of API error
// bodies, a metric label and a heading of docs/errors.md.
enum class Errc : std::uint8_t {
    invalid_json,           // the body is not one strict JSON document
    invalid_value,          // a field is missing, has the wrong type or is out of range; `param` names it
    model_not_found,        // the request pins a model that no provider serves
    not_found,              // unknown path or id
    method_not_allowed,     // the path exists, the method does not
    unsupported_media,      // not application/json, or an encoded body
    request_too_large,      // body above the limit
    header_too_large,       // request head above the limit
    bad_request,            // broken HTTP framing; the connection is closed
    request_timeout,        // the client did not send its request in time
    misdirected,            // Host is not one of ours
    forbidden_origin,       // Origin is neither ours nor configured
    no_candidate,           // no configured model can serve this request
    context_length,         // the provider says the prompt does not fit its window
    content_policy,         // the provider refuses this content
    provider_rejected,      // the provider answered 4xx for a reason the client caused
    provider_auth,          // the provider refuses *our* key
    provider_rate_limited,  // 429, or quota exhausted, at the provider
    provider_overloaded,    // 500, 502, 503 or 529 at the provider
    provider_unreachable,   // resolve, connect, TLS or reset before an answer
    provider_timeout,       // one of the attempt's timeouts ran out
    provider_protocol,      // upstream bytes break upstream's own API
    upstream_truncated,     // the answer ended without its terminator
    budget_exhausted,       // the next attempt would cost more than is left
    deadline_exceeded,      // the request's own deadline ran out
    overloaded,             // this server is at its limits
    draining,               // this server is shutting down
    unauthorized,           // no API key, or none that is good here; never says what is wrong with it
    forbidden,              // the key may not do this, or not with this model
    rate_limited,           // the key's requests or tokens for this minute are used up
    quota_exhausted,        // the key's money for this day is used up
    cancelled,              // the client left
    internal,               // a bug here
};
inline constexpr int errc_count = static_cast<int>(Errc::internal) + 1;

// The public spelling, e.g. "provider_timeout".
[[nodiscard]] std::string_view name(Errc code);

struct Error {
    Errc code = Errc::internal;
    std::string detail;  // for people; never parsed, never a provider's own words, never a secret
    std::string param;   // the offending field in the client's message, or empty
    std::optional<std::chrono::milliseconds> retry_after;  // how long the source asked to be left alone
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(Errc code, std::string detail, std::string param = {}) {
    return std::unexpected(Error{code, std::move(detail), std::move(param), std::nullopt});
}

}  // namespace signalbox
