#include "wire/problem.hpp"

#include "wire/json_writer.hpp"

#include <array>

namespace signalbox::wire {

namespace {

constexpr std::string_view request = "invalid_request_error";
constexpr std::string_view server = "api_error";

// In the order of Errc.
constexpr std::array<Problem, errc_count> problems{{
    {400, request, "invalid_json", false, "send one strict JSON document"},
    {400, request, "invalid_value", false, "correct the field that `param` names"},
    {404, "not_found_error", "model_not_found", false, "GET /v1/models lists the models; `auto` routes"},
    {404, "not_found_error", "not_found", false, "see docs/api.md for the paths"},
    {405, request, "method_not_allowed", false, "use a method of the Allow header"},
    {415, request, "unsupported_media", false, "send Content-Type: application/json, not encoded"},
    {413, request, "request_too_large", false, "send a smaller body"},
    {431, request, "header_too_large", false, "send a smaller head"},
    {400, request, "bad_request", false, "send well-formed HTTP/1.1"},
    {408, request, "request_timeout", false, "send the whole request in time"},
    {421, request, "misdirected", false, "use a host name of this server, or configure it"},
    {403, "permission_error", "forbidden_origin", false, "configure the origin when it is yours"},
    {400, request, "no_candidate", false, "relax the constraint, or configure a model that meets it"},
    {400, request, "context_length_exceeded", false, "shorten the prompt"},
    {400, request, "content_policy_violation", false, "another try cannot help"},
    {400, request, "provider_rejected", false, "correct the request"},
    {502, server, "upstream_auth", false, "the operator must check the provider's key"},
    {429, "rate_limit_error", "rate_limit_exceeded", true, "try again after Retry-After"},
    {502, server, "provider_overloaded", true, "try again"},
    {502, server, "provider_unreachable", true, "try again"},
    {504, "timeout_error", "provider_timeout", true, "try again"},
    {502, server, "provider_protocol", true, "try again, or choose another model"},
    {502, server, "upstream_truncated", true, "try again"},
    {402, "insufficient_quota", "budget_exhausted", false, "raise maxCost"},
    {504, "timeout_error", "deadline_exceeded", true, "try again, or allow more time"},
    {503, "overloaded_error", "overloaded", true, "try again after Retry-After"},
    {503, "overloaded_error", "draining", true, "try again after Retry-After"},
    {401, "authentication_error", "invalid_api_key", false,
     "send a good API key as Authorization: Bearer or x-api-key"},
    {403, "permission_error", "forbidden", false, "use a key that may do this"},
    {429, "rate_limit_error", "rate_limited", true, "try again after Retry-After"},
    {402, "insufficient_quota", "quota_exhausted", false,
     "wait for the next day (UTC), or raise the key's budget_per_day"},
    {499, request, "cancelled", false, "the client left"},
    {500, "server_error", "internal", true, "report it with the request id"},
}};

}  // namespace

Problem const& problem(Errc code) { return problems[static_cast<std::size_t>(code)]; }

int status_of(Error const& error) {
    if (error.code == Errc::bad_request && error.param == "transfer-encoding") return 501;
    if (error.code == Errc::bad_request && error.param == "version") return 505;
    if (error.code == Errc::bad_request && error.param == "expect") return 417;
    // Nobody was asked, or who was said when to come back: that is a 503 with Retry-After.
    if (error.code == Errc::provider_overloaded && error.retry_after) return 503;
    return problem(error.code).status;
}

std::string_view message_of(Error const& error) {
    return error.detail.empty() ? problem(error.code).hint : std::string_view{error.detail};
}

void append_problem(std::string& out, Error const& error) {
    auto const& row = problem(error.code);
    JsonWriter json{out};
    json.begin_object();
    json.key("error");
    json.begin_object();
    json.member("message", message_of(error));
    json.member("type", row.type);
    json.key("param");
    if (error.param.empty()) {
        json.null();
    } else {
        json.value(error.param);
    }
    json.member("code", row.code);
    json.end_object();
    json.end_object();
}

}  // namespace signalbox::wire
