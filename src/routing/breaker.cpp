#include "routing/breaker.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace signalbox {

namespace {

constexpr int window_size = 20;
constexpr std::uint64_t window_mask = (1U << window_size) - 1;
constexpr std::uint64_t time_mask = (std::uint64_t{1} << 40) - 1;  // milliseconds: 34 years
constexpr std::uint64_t most_openings = 7;
constexpr Duration probe_rhythm = std::chrono::seconds{1};  // how soon to look again while a probe is out

// The state in one word, so that it changes as a whole.
struct State {
    std::uint64_t window = 0;    // of the last calls, the newest in the lowest bit; 1: failed
    std::uint64_t until = 0;     // no call before; 0: closed
    bool probing = false;        // `until` is when the probe is given up
    std::uint64_t openings = 0;  // since it was closed

    explicit State(std::uint64_t word)
        : window{word & window_mask},
          until{word >> 20 & time_mask},
          probing{(word >> 60 & 1) != 0},
          openings{word >> 61} {}
    [[nodiscard]] std::uint64_t word() const {
        return window | until << 20 | std::uint64_t{probing} << 60 | openings << 61;
    }
    [[nodiscard]] bool closed() const { return until == 0; }
};

std::uint64_t to_ms(TimePoint moment) {
    return static_cast<std::uint64_t>(std::chrono::floor<milliseconds>(moment.time_since_epoch()).count()) & time_mask;
}

// For `until`, where 0 means closed.
std::uint64_t nonzero_ms(TimePoint moment) { return std::max<std::uint64_t>(to_ms(moment), 1); }

void open(State& state, TimePoint now, HealthOptions const& options) {
    state.until = nonzero_ms(now + grown_cooldown(options, static_cast<unsigned>(state.openings)));
    state.openings = std::min(state.openings + 1, most_openings);
    state.window = 0;
    state.probing = false;
}

bool too_many(std::uint64_t window, HealthOptions const& options) {
    auto const failed = std::popcount(window);
    return std::countr_one(window) >= options.failures ||
           failed >= std::max(1, static_cast<int>(std::ceil(options.share * window_size)));
}

void settle_call(State& state, bool failed, TimePoint now, HealthOptions const& options) {
    if (!state.closed()) return;
    state.window = (state.window << 1 | std::uint64_t{failed}) & window_mask;
    if (failed && too_many(state.window, options)) open(state, now, options);
}

void settle_probe(State& state, Breaker::Outcome outcome, TimePoint now, HealthOptions const& options) {
    switch (outcome) {
        case Breaker::Outcome::good:
            state = State{0};
            return;
        case Breaker::Outcome::failed:
            return open(state, now, options);
        case Breaker::Outcome::unsaid:
            state.probing = false;
            state.until = nonzero_ms(now);
            return;
    }
}

}  // namespace

Breaker::Permit Breaker::ask(TimePoint now, HealthOptions const& options) {
    auto word = word_.load(std::memory_order_relaxed);
    for (;;) {
        State state{word};
        if (state.closed()) return Permit::call;
        if (to_ms(now) < state.until) return Permit::refused;
        state.probing = true;
        state.until = nonzero_ms(now + options.probe);
        if (word_.compare_exchange_weak(word, state.word(), std::memory_order_relaxed)) return Permit::probe;
    }
}

void Breaker::settle(Permit permit, Outcome outcome, TimePoint now, HealthOptions const& options) {
    if (permit == Permit::refused || (permit == Permit::call && outcome == Outcome::unsaid)) return;
    auto word = word_.load(std::memory_order_relaxed);
    for (;;) {
        if (permit == Permit::call && outcome == Outcome::good && word == 0) return;
        State state{word};
        if (permit == Permit::probe) {
            settle_probe(state, outcome, now, options);
        } else {
            settle_call(state, outcome == Outcome::failed, now, options);
        }
        if (word_.compare_exchange_weak(word, state.word(), std::memory_order_relaxed)) return;
    }
}

Duration Breaker::wait(TimePoint now) const {
    State const state{word_.load(std::memory_order_relaxed)};
    auto const at = to_ms(now);
    if (state.closed() || at >= state.until) return {};
    Duration const left = milliseconds{state.until - at};
    return state.probing ? std::min(left, probe_rhythm) : left;
}

BreakerState Breaker::state(TimePoint now) const {
    State const state{word_.load(std::memory_order_relaxed)};
    if (state.closed()) return BreakerState::closed;
    return state.probing || to_ms(now) >= state.until ? BreakerState::half_open : BreakerState::open;
}

}  // namespace signalbox
