#include "pipeline/rules_now.hpp"

namespace signalbox {

namespace {

bool calls_again(NextStep const& step) {
    return std::holds_alternative<FallBack>(step) || std::holds_alternative<TryAgain>(step) ||
           std::holds_alternative<Continue>(step);
}

}  // namespace

void RulesNow::request_began() const {
    if (snapshot_.retries) snapshot_.retries->request(time_.now());
}

NextStep RulesNow::after_answer(Progress& progress, ValidationResult const& validation) const {
    HealthAt const health{snapshot_.health.get(), time_.now()};
    progress.health = &health;
    auto step = signalbox::after_answer(progress, validation);
    progress.health = nullptr;
    return step;
}

NextStep RulesNow::after_failure(Progress& progress, Errc code) const {
    auto const now = time_.now();
    HealthAt const health{snapshot_.health.get(), now};
    progress.health = &health;
    progress.retry_allowed = !snapshot_.retries || snapshot_.retries->allows(now);
    progress.next_on_content_policy = snapshot_.chain.next_on_content_policy;
    auto step = signalbox::after_failure(progress, code);
    if (snapshot_.retries && calls_again(step)) snapshot_.retries->spend(now);
    progress.health = nullptr;
    return step;
}

Error last_word(GiveUp step, Error error) {
    if (step.code == error.code) return error;
    if (step.code == Errc::budget_exhausted) {
        return {step.code, "the next attempt would cost more than is left of the limit", {}, {}};
    }
    if (step.code == Errc::deadline_exceeded) return {step.code, "the request's time ran out", {}, {}};
    return error;
}

}  // namespace signalbox
