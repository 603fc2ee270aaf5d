#pragma once

#include <cstdint>

namespace signalbox::evaluation {

// Seeded numbers that are the same on every machine (SplitMix64), which those of <random>'s distributions are not.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_{seed} {}

    [[nodiscard]] std::uint64_t next();
    [[nodiscard]] std::uint32_t below(std::uint32_t limit);  // REQUIRES: limit > 0
    [[nodiscard]] double uniform();                          // in [0, 1)
    [[nodiscard]] double normal();                           // mean 0, deviation 1

private:
    std::uint64_t state_;
};

}  // namespace signalbox::evaluation
