#include "pipeline/call_permit.hpp"

#include <string>

namespace signalbox {

CallPermit::CallPermit(HealthIndex const* health, std::string_view model, TimePoint now)
    : condition_{health == nullptr ? nullptr : health->find(model)},
      options_{health == nullptr ? nullptr : &health->options()},
      model_{model},
      began_{now},
      permit_{condition_ == nullptr ? Breaker::Permit::call : condition_->ask(now, *options_)} {}

CallPermit::~CallPermit() { settle(CallSign::none, std::nullopt, began_); }

std::optional<Error> CallPermit::refused() const {
    if (permit_ != Breaker::Permit::refused) return std::nullopt;
    // Another loop took the probe in the same instant: there may be nothing left to wait for.
    auto const absence = condition_->absence(began_).value_or(Absence{});
    return absence_error(absence, "the model '" + std::string{model_} + "'");
}

void CallPermit::succeeded(TimePoint now) { settle(CallSign::well, std::nullopt, now); }

void CallPermit::failed(Error const& error, TimePoint now) { settle(sign_of(error.code), error.retry_after, now); }

void CallPermit::settle(CallSign sign, std::optional<milliseconds> retry_after, TimePoint now) {
    if (condition_ == nullptr) return;
    condition_->settle(permit_, sign, retry_after, now, *options_);
    condition_ = nullptr;
}

}  // namespace signalbox
