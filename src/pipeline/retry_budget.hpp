#pragma once

#include "core/time.hpp"

#include <array>
#include <atomic>
#include <cstdint>

namespace signalbox {

struct RetryBudgetOptions {
    double share = 0.2;      // retries for each request of the last ten seconds; 0-1
    double per_second = 10;  // and so many on top, for a server with little to do; at most a second's worth at once
    friend bool operator==(RetryBudgetOptions const&, RetryBudgetOptions const&) = default;
};

// Keeps failures from multiplying: calls made because another one failed are limited to a share of
// the recent requests, over the whole server. Escalations after poor answers are no failures and are
// not counted.
//
// Time is an argument. Threads: safe from all loops, without a lock. Loops that ask in the same
// instant may go beyond the limit by one call each.
class RetryBudget {
public:
    explicit RetryBudget(RetryBudgetOptions options) : options_{options} {}

    // A request began.
    void request(TimePoint now);
    // May one more call be made?
    [[nodiscard]] bool allows(TimePoint now) const;
    // It is made.
    void spend(TimePoint now);

private:
    [[nodiscard]] bool share_left(std::uint64_t second) const;
    [[nodiscard]] bool floor_left(TimePoint now) const;
    void count(std::uint64_t second, std::uint64_t one);

    static constexpr std::size_t seconds_kept = 10;
    RetryBudgetOptions options_;
    std::array<std::atomic<std::uint64_t>, seconds_kept> slots_{};  // of one second each: when, requests, retries
    std::atomic<std::int64_t> floor_used_until_{0};  // nanoseconds: what per_second allows is used up to here
};

}  // namespace signalbox
