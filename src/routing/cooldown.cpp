#include "routing/cooldown.hpp"

#include <algorithm>

namespace signalbox {

namespace {

constexpr std::uint64_t time_mask = (std::uint64_t{1} << 56) - 1;
constexpr std::uint64_t most_repetitions = 200;

struct State {
    std::uint64_t until = 0;  // milliseconds
    std::uint64_t times = 0;  // it was limited since a call succeeded

    explicit State(std::uint64_t word) : until{word & time_mask}, times{word >> 56} {}
    [[nodiscard]] std::uint64_t word() const { return until | times << 56; }
};

std::uint64_t to_ms(TimePoint moment) {
    return static_cast<std::uint64_t>(std::chrono::floor<milliseconds>(moment.time_since_epoch()).count());
}

// The first time the provider's word counts alone; later it can only prolong what has grown.
Duration wait_for(std::optional<milliseconds> asked, std::uint64_t repetitions, HealthOptions const& options) {
    auto const grown = grown_cooldown(options, static_cast<unsigned>(repetitions));
    if (!asked) return grown;
    auto const wanted = std::clamp<Duration>(*asked, Duration{}, options.max_cooldown);
    return repetitions == 0 ? wanted : std::max(wanted, grown);
}

}  // namespace

void Cooldown::limited(std::optional<milliseconds> asked, TimePoint now, HealthOptions const& options) {
    auto word = word_.load(std::memory_order_relaxed);
    for (;;) {
        State state{word};
        bool const cooling = to_ms(now) < state.until;
        auto const repetitions = cooling && state.times > 0 ? state.times - 1 : state.times;
        state.until = std::max(state.until, to_ms(now + wait_for(asked, repetitions, options)));
        state.times = std::min(repetitions + 1, most_repetitions);
        if (word_.compare_exchange_weak(word, state.word(), std::memory_order_relaxed)) return;
    }
}

void Cooldown::succeeded(TimePoint now) {
    auto word = word_.load(std::memory_order_relaxed);
    while (word != 0 && to_ms(now) >= State{word}.until) {
        if (word_.compare_exchange_weak(word, 0, std::memory_order_relaxed)) return;
    }
}

Duration Cooldown::wait(TimePoint now) const {
    State const state{word_.load(std::memory_order_relaxed)};
    auto const at = to_ms(now);
    return at >= state.until ? Duration{} : milliseconds{state.until - at};
}

}  // namespace signalbox
