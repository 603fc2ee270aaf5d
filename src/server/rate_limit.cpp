#include "server/rate_limit.hpp"

#include <algorithm>

namespace signalbox::server {

namespace {

std::int64_t nanoseconds(TimePoint now) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch()).count();
}

constexpr std::int64_t window_ns = std::chrono::duration_cast<std::chrono::nanoseconds>(RateLimit::window).count();

}  // namespace

std::int64_t RateLimit::time_of(std::int64_t units) const {
    return static_cast<std::int64_t>(static_cast<double>(units) * static_cast<double>(window_ns) /
                                     static_cast<double>(limit_));
}

Duration RateLimit::take(std::int64_t units, TimePoint now) {
    auto const at = nanoseconds(now);
    auto const cost = time_of(units);
    auto const room = units > limit_ ? cost : window_ns;  // how far ahead of now it may be full again
    auto was = full_at_.load(std::memory_order_relaxed);
    for (;;) {
        auto const next = std::max(was, at) + cost;
        if (next - at > room) return std::chrono::nanoseconds{next - at - room};
        if (full_at_.compare_exchange_weak(was, next, std::memory_order_relaxed)) return {};
    }
}

Duration RateLimit::wait(std::int64_t units, TimePoint now) const {
    auto const cost = std::chrono::nanoseconds{time_of(units)};
    auto const room = units > limit_ ? cost : window;
    return std::max<Duration>(full_in(now) + cost - room, Duration{});
}

void RateLimit::force(std::int64_t units, TimePoint now) {
    auto const at = nanoseconds(now);
    auto was = full_at_.load(std::memory_order_relaxed);
    while (!full_at_.compare_exchange_weak(was, std::max(was, at) + time_of(units), std::memory_order_relaxed)) {
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
