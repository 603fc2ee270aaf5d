#include "server/rate_limit_fields.hpp"

#include <string_view>

namespace signalbox::server {

namespace {

std::string span_text(Duration span) {
    auto const ms = std::chrono::ceil<std::chrono::milliseconds>(span).count();
    if (ms < 1000) return std::to_string(ms) + "ms";
    auto const seconds = (ms + 999) / 1000;
    if (seconds < 60) return std::to_string(seconds) + "s";
    return std::to_string(seconds / 60) + "m" + std::to_string(seconds % 60) + "s";
}

void append_limit(std::string& out, std::string_view what, RateLimit const& limit, TimePoint now) {
    auto const field = [&](std::string_view name, std::string const& value) {
        out.append("x-ratelimit-").append(name).append(what).append(": ").append(value).append("\r\n");
    };
    field("limit-", std::to_string(limit.limit()));
    field("remaining-", std::to_string(limit.left(now)));
    field("reset-", span_text(limit.full_in(now)));
}

}  // namespace

void append_rate_limit_fields(std::string& out, KeyAccount const& account, TimePoint now) {
    if (account.requests) append_limit(out, "requests", *account.requests, now);
    if (account.tokens) append_limit(out, "tokens", *account.tokens, now);
}

}  // namespace signalbox::server
