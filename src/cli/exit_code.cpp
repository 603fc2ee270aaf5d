#include "cli/exit_code.hpp"

namespace signalbox::cli {

ExitCode exit_code(Errc code) {
    switch (code) {
        case Errc::invalid_json:
        case Errc::invalid_value:
        case Errc::not_found:
        case Errc::method_not_allowed:
        case Errc::unsupported_media:
        case Errc::request_too_large:
        case Errc::header_too_large:
        case Errc::bad_request:
        case Errc::misdirected:
        case Errc::forbidden_origin:
        case Errc::context_length:
        case Errc::content_policy:
        case Errc::provider_rejected:
            return ExitCode::usage;
        case Errc::model_not_found:
        case Errc::no_candidate:
            return ExitCode::no_candidate;
        case Errc::provider_auth:
        case Errc::provider_rate_limited:
        case Errc::provider_overloaded:
        case Errc::provider_unreachable:
        case Errc::provider_protocol:
        case Errc::upstream_truncated:
            return ExitCode::provider;
        case Errc::request_timeout:
        case Errc::provider_timeout:
        case Errc::deadline_exceeded:
            return ExitCode::timeout;
        case Errc::overloaded:
        case Errc::draining:
        case Errc::unauthorized:
        case Errc::forbidden:
        case Errc::rate_limited:
            return ExitCode::server;
        case Errc::budget_exhausted:
        case Errc::quota_exhausted:
            return ExitCode::budget;
        case Errc::cancelled:
            return ExitCode::interrupted;
        case Errc::internal:
            break;
    }
    return ExitCode::internal;
}

ExitCode exit_code(Error const& error) {
    if (error.param == "server" && error.code != Errc::cancelled) return ExitCode::server;
    return exit_code(error.code);
}

}  // namespace signalbox::cli
