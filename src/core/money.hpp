#pragma once

#include "core/saturating.hpp"
#include "core/tokens.hpp"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <limits>

namespace signalbox {

struct MicroUsd {  // 1 US dollar = 1'000'000; sums saturate
    std::int64_t count = 0;
    friend constexpr auto operator<=>(MicroUsd, MicroUsd) = default;
    friend constexpr MicroUsd operator+(MicroUsd a, MicroUsd b) { return {saturating_sum(a.count, b.count)}; }
    friend constexpr MicroUsd operator-(MicroUsd a, MicroUsd b) { return {saturating_difference(a.count, b.count)}; }
    constexpr MicroUsd& operator+=(MicroUsd other) { return *this = *this + other; }
    [[nodiscard]] constexpr double dollars() const { return static_cast<double>(count) / 1e6; }
};

// What a million tokens cost.
struct Price {
    MicroUsd input;
    MicroUsd output;
    friend constexpr bool operator==(Price const&, Price const&) = default;
};

// Rounds up: a bill may be a micro-dollar too high, never too low. What is beyond 64 bits is all that there is.
[[nodiscard]] constexpr MicroUsd cost(Price price, Tokens input, Tokens output) {
    __extension__ using Exact = __int128;
    constexpr Exact million = 1'000'000;
    auto const exact = Exact{price.input.count} * input.count + Exact{price.output.count} * output.count;
    constexpr Exact most = std::numeric_limits<std::int64_t>::max();
    return {static_cast<std::int64_t>(std::min((exact + million - 1) / million, most))};
}
static_assert(cost({.input = {3'000'000}, .output = {15'000'000}}, {1000}, {200}) == MicroUsd{6'000});
static_assert(cost({.input = {1}, .output = {0}}, {1}, {0}) == MicroUsd{1});

}  // namespace signalbox
