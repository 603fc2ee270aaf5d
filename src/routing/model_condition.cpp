#include "routing/model_condition.hpp"

#include <algorithm>
#include <string>

namespace signalbox {

CallSign sign_of(Errc code) {
    switch (code) {
        case Errc::provider_auth:
        case Errc::provider_overloaded:
        case Errc::provider_unreachable:
        case Errc::provider_timeout:
        case Errc::provider_protocol:
        case Errc::upstream_truncated:
            return CallSign::ill;
        case Errc::provider_rate_limited:
            return CallSign::limited;
        case Errc::context_length:
        case Errc::content_policy:
        case Errc::provider_rejected:
        case Errc::budget_exhausted:
        case Errc::deadline_exceeded:
        case Errc::invalid_json:
        case Errc::invalid_value:
        case Errc::model_not_found:
        case Errc::not_found:
        case Errc::method_not_allowed:
        case Errc::unsupported_media:
        case Errc::request_too_large:
        case Errc::header_too_large:
        case Errc::bad_request:
        case Errc::request_timeout:
        case Errc::misdirected:
        case Errc::forbidden_origin:
        case Errc::no_candidate:
        case Errc::overloaded:
        case Errc::draining:
        case Errc::unauthorized:
        case Errc::forbidden:
        case Errc::rate_limited:
        case Errc::quota_exhausted:
        case Errc::cancelled:
        case Errc::internal:
            return CallSign::none;
    }
    return CallSign::none;
}

Breaker::Permit ModelCondition::ask(TimePoint now, HealthOptions const& options) {
    if (cooldown_.wait(now) > Duration{}) return Breaker::Permit::refused;
    return breaker_.ask(now, options);
}

void ModelCondition::settle(Breaker::Permit permit, CallSign sign, std::optional<milliseconds> retry_after,
                            TimePoint now, HealthOptions const& options) {
    if (permit == Breaker::Permit::refused) return;
    if (sign == CallSign::limited) cooldown_.limited(retry_after, now, options);
    if (sign == CallSign::well) cooldown_.succeeded(now);
    auto const outcome = sign == CallSign::well  ? Breaker::Outcome::good
                         : sign == CallSign::ill ? Breaker::Outcome::failed
                                                 : Breaker::Outcome::unsaid;
    breaker_.settle(permit, outcome, now, options);
}

std::optional<Absence> ModelCondition::absence(TimePoint now) const {
    auto const limited = cooldown_.wait(now);
    auto const broken = breaker_.wait(now);
    if (limited == Duration{} && broken == Duration{}) return std::nullopt;
    return Absence{.left = std::max(limited, broken), .rate_limited = limited >= broken};
}

Error absence_error(Absence const& soonest, std::string_view who) {
    auto const left = std::chrono::ceil<milliseconds>(soonest.left);
    auto const seconds = std::chrono::ceil<std::chrono::seconds>(left).count();
    std::string detail{who};
    detail += soonest.rate_limited ? " is limited by its provider" : " is left alone after failures";
    detail += "; try again in " + std::to_string(seconds) + " s";
    return {
        soonest.rate_limited ? Errc::provider_rate_limited : Errc::provider_overloaded, std::move(detail), {}, left};
}

}  // namespace signalbox
