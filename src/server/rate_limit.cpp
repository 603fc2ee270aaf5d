#include "server/rate_limit.hpp"

#include "core/saturating.hpp"

#include <algorithm>

namespace signalbox::server {

namespace {

std::int64_t nanoseconds(TimePoint now) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch()).count();
}

constexpr std::int64_t window_ns = std::chrono::duration_cast<std::chrono::nanoseconds>(RateLimit::window).count();

constexpr std::int64_t longest = std::int64_t{1} << 57;  // 4.5 years: dozens of these add up

}  // namespace

std::int64_t RateLimit::time_of(std::int64_t units) const {
    auto const exact = static_cast<double>(units) * static_cast<double>(window_ns) / static_cast<double>(limit_);
    return exact < static_cast<double>(longest) ? static_cast<std::int64_t>(exact) : longest;
}

Duration RateLimit::take(std::int64_t units, TimePoint now) {
    auto const at = nanoseconds(now);
    auto const cost = time_of(units);
    auto const room = units > limit_ ? cost : window_ns;  // how far ahead of now it may be full again
    auto was = full_at_.load(std::memory_order_relaxed);
    for (;;) {
        auto const next = saturating_sum(std::max(was, at), cost);
        if (next - at > room) return std::chrono::nanoseconds{next - at - room};
        if (full_at_.compare_exchange_weak(was, next, std::memory_order_relaxed)) return {};
    }
}

Duration RateLimit::wait(std::int64_t units, TimePoint now) const {
    auto const spare = units > limit_ ? Duration{} : window - std::chrono::nanoseconds{time_of(units)};
    return std::max<Duration>(full_in(now) - spare, Duration{});
}

void RateLimit::force(std::int64_t units, TimePoint now) { put_off(time_of(units), now); }

void RateLimit::settle(std::int64_t held, std::int64_t used, TimePoint now) {
    auto const more = time_of(used) - time_of(held);
    if (more > 0) return put_off(more, now);
    if (more < 0) full_at_.fetch_add(more, std::memory_order_relaxed);
}

void RateLimit::put_off(std::int64_t by, TimePoint now) {
    auto const at = nanoseconds(now);
    auto was = full_at_.load(std::memory_order_relaxed);
    while (!full_at_.compare_exchange_weak(was, saturating_sum(std::max(was, at), by), std::memory_order_relaxed)) {
    }
}

void RateLimit::give_back(std::int64_t units) { full_at_.fetch_sub(time_of(units), std::memory_order_relaxed); }

Duration RateLimit::full_in(TimePoint now) const {
    auto const ahead = full_at_.load(std::memory_order_relaxed) - nanoseconds(now);
    return std::chrono::nanoseconds{std::max<std::int64_t>(ahead, 0)};
}

std::int64_t RateLimit::left(TimePoint now) const {
    auto const free = window - std::min<Duration>(full_in(now), window);
    return static_cast<std::int64_t>(std::chrono::duration<double>(free) / window * static_cast<double>(limit_));
}

}  // namespace signalbox::server
