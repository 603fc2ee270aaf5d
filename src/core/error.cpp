#include "core/error.hpp"

#include <array>

namespace signalbox {

std::string_view name(Errc code) {
    static constexpr std::array<std::string_view, errc_count> names{
        "invalid_json",
        "invalid_value",
        "model_not_found",
        "not_found",
        "method_not_allowed",
        "unsupported_media",
        "request_too_large",
        "header_too_large",
        "bad_request",
        "request_timeout",
        "misdirected",
        "forbidden_origin",
        "no_candidate",
        "context_length",
        "content_policy",
        "provider_rejected",
        "provider_auth",
        "provider_rate_limited",
        "provider_overloaded",
        "provider_unreachable",
        "provider_timeout",
        "provider_protocol",
        "upstream_truncated",
        "budget_exhausted",
        "deadline_exceeded",
        "overloaded",
        "draining",
        "unauthorized",
        "forbidden",
        "rate_limited",
        "quota_exhausted",
        "cancelled",
        "internal",
    };
    return names[static_cast<std::size_t>(code)];
}

}  // namespace signalbox
