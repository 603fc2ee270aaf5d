#pragma once

#include "core/saturating.hpp"

#include <compare>
#include <cstdint>

namespace signalbox {

struct Tokens {  // sums saturate
    std::int64_t count = 0;
    friend constexpr auto operator<=>(Tokens, Tokens) = default;
    friend constexpr Tokens operator+(Tokens a, Tokens b) { return {saturating_sum(a.count, b.count)}; }
    constexpr Tokens& operator+=(Tokens other) { return *this = *this + other; }
};

// What one answer used up. `estimated` says that the provider did not tell and we counted.
struct Usage {
    Tokens input;
    Tokens output;
    Tokens cached;     // part of input
    Tokens reasoning;  // part of output
    bool estimated = false;
    friend constexpr bool operator==(Usage const&, Usage const&) = default;
};

}  // namespace signalbox
