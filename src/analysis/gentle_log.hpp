#pragma once

#include <bit>
#include <cstdint>

namespace signalbox {

// log2(1 + n), with a straight line between powers of two: at most 0.09 below. Exact in float and the same
// on every machine, unlike the library's logarithm, so that weights mean the same wherever they are used.
[[nodiscard]] constexpr float gentle_log(std::uint32_t n) {
    auto const all = std::uint64_t{n} + 1;
    auto const power = std::bit_width(all) - 1;
    auto const rest = all - (std::uint64_t{1} << power);
    return static_cast<float>(power) + static_cast<float>(rest) / static_cast<float>(std::uint64_t{1} << power);
}

static_assert(gentle_log(0) == 0 && gentle_log(1) == 1 && gentle_log(2) == 1.5F && gentle_log(1023) == 10);

}  // namespace signalbox
