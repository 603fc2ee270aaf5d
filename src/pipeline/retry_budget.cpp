#include "pipeline/retry_budget.hpp"

#include <algorithm>

namespace signalbox {

namespace {

constexpr std::uint64_t one_retry = 1;
constexpr std::uint64_t one_request = std::uint64_t{1} << 20;
constexpr std::uint64_t count_mask = one_request - 1;
constexpr int second_shift = 40;
constexpr std::uint64_t second_mask = (std::uint64_t{1} << 24) - 1;  // half a year; slots are older by seconds only

std::uint64_t second_of(TimePoint now) {
    auto const seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
    return static_cast<std::uint64_t>(seconds) & second_mask;
}

std::int64_t nanoseconds(TimePoint now) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch()).count();
}

constexpr double second_ns = 1e9;

}  // namespace

void RetryBudget::count(std::uint64_t second, std::uint64_t one) {
    auto& slot = slots_[second % seconds_kept];
    auto word = slot.load(std::memory_order_relaxed);
    while (word >> second_shift != second) {
        if (slot.compare_exchange_weak(word, second << second_shift | one, std::memory_order_relaxed)) return;
    }
    slot.fetch_add(one, std::memory_order_relaxed);
}

void RetryBudget::request(TimePoint now) { count(second_of(now), one_request); }

bool RetryBudget::allows(TimePoint now) const { return share_left(second_of(now)) || floor_left(now); }

void RetryBudget::spend(TimePoint now) {
    auto const second = second_of(now);
    if (share_left(second)) return count(second, one_retry);
    auto const step = static_cast<std::int64_t>(second_ns / std::max(options_.per_second, 1e-3));
    auto used = floor_used_until_.load(std::memory_order_relaxed);
    for (;;) {
        auto const next = std::max(used, nanoseconds(now) - static_cast<std::int64_t>(second_ns)) + step;
        if (floor_used_until_.compare_exchange_weak(used, next, std::memory_order_relaxed)) return;
    }
}

bool RetryBudget::share_left(std::uint64_t second) const {
    std::uint64_t requests = 0;
    std::uint64_t retries = 0;
    for (auto const& slot : slots_) {
        auto const word = slot.load(std::memory_order_relaxed);
        if (((second - (word >> second_shift)) & second_mask) >= seconds_kept) continue;
        requests += word / one_request & count_mask;
        retries += word & count_mask;
    }
    return static_cast<double>(retries + 1) <= options_.share * static_cast<double>(requests);
}

bool RetryBudget::floor_left(TimePoint now) const {
    if (options_.per_second <= 0) return false;
    auto const step = static_cast<std::int64_t>(second_ns / options_.per_second);
    auto const begin = std::max(floor_used_until_.load(std::memory_order_relaxed),
                                nanoseconds(now) - static_cast<std::int64_t>(second_ns));
    return begin + step <= nanoseconds(now);
}

}  // namespace signalbox
