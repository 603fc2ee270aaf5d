#pragma once

#include "core/error.hpp"
#include "routing/breaker.hpp"
#include "routing/cooldown.hpp"
#include "routing/model_health.hpp"

#include <optional>

namespace signalbox {

// What a call that ended says about its model.
enum class CallSign : std::uint8_t {
    well,     // it answered
    ill,      // its provider failed
    limited,  // its provider limits our rate or quota
    none,     // nothing: the client caused it or left, or our own time ran out
};
[[nodiscard]] CallSign sign_of(Errc code);

// How one model of one provider is doing, as all loops see it. Time is an argument.
// Threads: safe from all loops, without a lock; on a cache line of its own.
class alignas(64) ModelCondition {
public:
    [[nodiscard]] Breaker::Permit ask(TimePoint now, HealthOptions const& options);
    void settle(Breaker::Permit permit, CallSign sign, std::optional<milliseconds> retry_after, TimePoint now,
                HealthOptions const& options);

    // Nothing when it may be called.
    [[nodiscard]] std::optional<Absence> absence(TimePoint now) const;
    [[nodiscard]] BreakerState breaker(TimePoint now) const { return breaker_.state(now); }

private:
    Breaker breaker_;
    Cooldown cooldown_;
};

// Why nobody is asked: provider_rate_limited when all wait for their providers' limits, otherwise
// provider_overloaded; with the time until the first of them may be asked again.
// `who` is the subject of the message: "the model 'small'".
[[nodiscard]] Error absence_error(Absence const& soonest, std::string_view who);

}  // namespace signalbox
