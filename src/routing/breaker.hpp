#pragma once

#include "routing/health_options.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

namespace signalbox {

enum class BreakerState : std::uint8_t { closed, half_open, open };
inline constexpr std::array<std::string_view, 3> breaker_state_names{"closed", "half_open", "open"};
[[nodiscard]] constexpr auto const& enum_names(BreakerState) { return breaker_state_names; }

// Leaves a model alone that keeps failing. Closed: every call may go. After `failures` in a row, or
// `share` of the last 20, it opens: no call goes for a while. Then it is half open: one call goes as
// the probe, and its outcome closes the breaker or opens it for twice as long.
//
// Calls that have not been made yet count as good ones: a share of 0.5 needs ten failures.
// Outcomes of calls that began before it opened say nothing once it is open.
// Time is an argument. Threads: safe from all loops; one word, read without waiting, and a success of
// a model that has not failed lately writes nothing.
class Breaker {
public:
    enum class Permit : std::uint8_t { refused, call, probe };
    enum class Outcome : std::uint8_t { good, failed, unsaid };

    // Asks for one call; settle() it when its outcome is known, unless it was refused.
    [[nodiscard]] Permit ask(TimePoint now, HealthOptions const& options);
    // `unsaid`: the call ended for another reason (the client left). A probe then leaves its place to the next.
    void settle(Permit permit, Outcome outcome, TimePoint now, HealthOptions const& options);

    // How long until a call may go; zero when one may now.
    [[nodiscard]] Duration wait(TimePoint now) const;
    [[nodiscard]] BreakerState state(TimePoint now) const;

private:
    std::atomic<std::uint64_t> word_{0};
};

}  // namespace signalbox
