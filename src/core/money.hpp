#pragma once

#include "core/tokens.hpp"

#include <compare>
#include <cstdint>

namespace signalbox {

struct MicroUsd {  // 1 US dollar = 1'000'000
    std::int64_t count = 0;
    friend constexpr auto operator<=>(MicroUsd, MicroUsd) = default;
    friend constexpr MicroUsd operator+(MicroUsd a, MicroUsd b) { return {a.count + b.count}; }
    friend constexpr MicroUsd operator-(MicroUsd a, MicroUsd b) { return {a.count - b.count}; }
    constexpr MicroUsd& operator+=(MicroUsd other) {
        count += other.count;
        return *this;
    }
    [[nodiscard]] constexpr double dollars() const { return static_cast<double>(count) / 1e6; }
};

// What a million tokens cost.
struct Price {
    MicroUsd input;
    MicroUsd output;
    friend constexpr bool operator==(Price const&, Price const&) = default;
};

// Rounds up: a bill may be a micro-dollar too high, never too low.
[[nodiscard]] constexpr MicroUsd cost(Price price, Tokens input, Tokens output) {
    constexpr std::int64_t million = 1'000'000;
    auto const exact = price.input.count * input.count + price.output.count * output.count;
    return {(exact + million - 1) / million};
}
static_assert(cost({.input = {3'000'000}, .output = {15'000'000}}, {1000}, {200}) == MicroUsd{6'000});
static_assert(cost({.input = {1}, .output = {0}}, {1}, {0}) == MicroUsd{1});

}  // namespace signalbox
