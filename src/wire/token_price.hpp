#pragma once

#include "core/money.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace signalbox::wire {

// Prices of one token as decimal texts of US dollars ("0.00000015", "1.5e-7"), and what a million tokens cost in
// micro-dollars. Digit by digit: no floating point comes near money.

// The highest price that is believed: 100,000 dollars for a million tokens.
inline constexpr MicroUsd max_token_price{100'000'000'000};

// Rounds up what is finer than a micro-dollar for a million tokens. Nothing for what is no such number, negative
// ("-1" stands for a price that depends) or above max_token_price.
[[nodiscard]] std::optional<MicroUsd> read_token_price(std::string_view dollars);

// The text that reads back as `price`. REQUIRES: 0 to max_token_price.
void append_token_price(std::string& out, MicroUsd price);

}  // namespace signalbox::wire
