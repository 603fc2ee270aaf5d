#pragma once

#include "core/error.hpp"
#include "routing/health_index.hpp"

#include <optional>
#include <string_view>

namespace signalbox {

// Leave to make one call to one model, and the duty to say how it ended: around every call, be it an
// attempt or a judge's.
//
//   CallPermit permit{snapshot.health.get(), model.id, time.now()};
//   if (auto refused = permit.refused()) return *refused;
//   auto answer = co_await provider.complete(...);
//   answer ? permit.succeeded(time.now()) : permit.failed(answer.error(), time.now());
//
// A permit that is destroyed unsettled has said nothing: a probe's place is free again.
class CallPermit {
public:
    // `health` may be null: all are well, and nobody wants to know. REQUIRES: it outlives the permit.
    CallPermit(HealthIndex const* health, std::string_view model, TimePoint now);
    ~CallPermit();
    CallPermit(CallPermit const&) = delete;
    CallPermit& operator=(CallPermit const&) = delete;

    // Why the call must not be made: the model is left alone, since a moment ago.
    [[nodiscard]] std::optional<Error> refused() const;
    void succeeded(TimePoint now);
    void failed(Error const& error, TimePoint now);

private:
    void settle(CallSign sign, std::optional<milliseconds> retry_after, TimePoint now);

    ModelCondition* condition_;
    HealthOptions const* options_;
    std::string_view model_;
    TimePoint began_;
    Breaker::Permit permit_;
};

}  // namespace signalbox
