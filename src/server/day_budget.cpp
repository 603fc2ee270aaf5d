#include "server/day_budget.hpp"

#include <algorithm>

namespace signalbox::server {

namespace {

constexpr int money_bits = 48;
constexpr std::uint64_t money_mask = (std::uint64_t{1} << money_bits) - 1;

// What of the word counts on that day: another day's sum is over.
std::int64_t sum_of(std::uint64_t state, std::int64_t day) {
    bool const same = state >> money_bits == (static_cast<std::uint64_t>(day) & 0xFFFFU);
    return same ? static_cast<std::int64_t>(state & money_mask) : 0;
}

// Several of them fit into the word: what is cut off of a sum could not be taken back from it.
std::int64_t counted(MicroUsd amount) {
    constexpr std::int64_t most = std::int64_t{1} << (money_bits - 4);
    return std::min(amount.count, most);
}

std::uint64_t word(std::int64_t day, std::int64_t sum) {
    auto const fitting = std::clamp<std::int64_t>(sum, 0, static_cast<std::int64_t>(money_mask));
    return static_cast<std::uint64_t>(day) << money_bits | static_cast<std::uint64_t>(fitting);
}

}  // namespace

std::int64_t DayBudget::day(TimePoint now) const { return std::chrono::floor<Days>(now - midnight_).count(); }

bool DayBudget::take(MicroUsd amount, TimePoint now) {
    auto const today = day(now);
    auto state = state_.load(std::memory_order_relaxed);
    for (;;) {
        auto const sum = sum_of(state, today);
        if (sum >= limit_.count || amount.count > limit_.count - sum) return false;
        if (state_.compare_exchange_weak(state, word(today, sum + counted(amount)), std::memory_order_relaxed))
            return true;
    }
}

void DayBudget::force(MicroUsd amount, TimePoint now) { settle({}, day(now), amount, now); }

void DayBudget::settle(MicroUsd set_aside, std::int64_t its_day, MicroUsd used, TimePoint now) {
    auto const today = day(now);
    if (its_day != today || set_aside == used) return;
    auto state = state_.load(std::memory_order_relaxed);
    for (;;) {
        auto const sum = sum_of(state, today) - counted(set_aside) + counted(used);
        if (state_.compare_exchange_weak(state, word(today, sum), std::memory_order_relaxed)) return;
    }
}

MicroUsd DayBudget::left(TimePoint now) const {
    return limit_ - MicroUsd{sum_of(state_.load(std::memory_order_relaxed), day(now))};
}

}  // namespace signalbox::server
