#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <initializer_list>
#include <random>

namespace signalbox::simulation {

// Chance that is the same for the same seed, on every machine.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : bits_{seed} {}

    // 0 ... sides - 1
    std::uint64_t roll(std::uint64_t sides) { return bits_() % sides; }
    std::int64_t between(std::int64_t least, std::int64_t most) {
        return least + static_cast<std::int64_t>(roll(static_cast<std::uint64_t>(most - least + 1)));
    }
    bool chance(int percent) { return static_cast<int>(roll(100)) < percent; }
    template <class T>
    T one_of(std::initializer_list<T> choices) {
        return choices.begin()[roll(choices.size())];
    }
    // Short waits are more likely than long ones.
    Duration wait_up_to(Duration most) {
        auto const limit = std::chrono::duration_cast<milliseconds>(most).count();
        return milliseconds{between(0, between(0, limit))};
    }

private:
    std::mt19937_64 bits_;
};

}  // namespace signalbox::simulation
