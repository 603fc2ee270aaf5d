#include "wire/token_price.hpp"

#include <charconv>
#include <cstdint>

namespace signalbox::wire {

namespace {

constexpr std::size_t longest = 64;
constexpr int most_digits = 18;  // that fit 64 bits
constexpr int scale = 12;        // from dollars a token to micro-dollars a million tokens
constexpr int widest_exponent = 99;

// digits * 10^exponent, and a little more when `inexact`.
struct Decimal {
    std::int64_t digits = 0;
    int exponent = 0;
    bool inexact = false;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes the digits at the beginning of `text`; false when there are none.
bool take_digits(std::string_view& text, bool fraction, Decimal& number, int& kept) {
    auto const before = text.size();
    for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1)) {
        auto const digit = text.front() - '0';
        if (kept == most_digits) {
            number.inexact = number.inexact || digit != 0;
            if (!fraction) ++number.exponent;
            continue;
        }
        if (digit != 0 || kept > 0) ++kept;  // zeros in front are no significant digits
        number.digits = number.digits * 10 + digit;
        if (fraction) --number.exponent;
    }
    return text.size() < before;
}

bool take_exponent(std::string_view text, Decimal& number) {
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) return false;
    }
    int exponent = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
    if (error != std::errc{} || end != text.data() + text.size()) return false;
    number.exponent += exponent;
    return exponent >= -widest_exponent && exponent <= widest_exponent;
}

std::optional<Decimal> read_decimal(std::string_view text) {
    if (text.size() > longest) return std::nullopt;
    Decimal number;
    int kept = 0;
    if (!take_digits(text, false, number, kept)) return std::nullopt;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (!take_digits(text, true, number, kept)) return std::nullopt;
    }
    if (text.empty()) return number;
    if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
    if (!take_exponent(text.substr(1), number)) return std::nullopt;
    return number;
}

}  // namespace

std::optional<MicroUsd> read_token_price(std::string_view dollars) {
    auto number = read_decimal(dollars);
    if (!number) return std::nullopt;
    auto& [digits, exponent, inexact] = *number;
    exponent += scale;
    for (; exponent > 0 && digits > 0; --exponent) {
        if (digits > max_token_price.count) return std::nullopt;
        digits *= 10;
    }
    for (; exponent < 0 && digits > 0; ++exponent) {
        inexact = inexact || digits % 10 != 0;
        digits /= 10;
    }
    MicroUsd const price{digits + (inexact ? 1 : 0)};
    return price > max_token_price ? std::nullopt : std::optional{price};
}

void append_token_price(std::string& out, MicroUsd price) {
    auto digits = std::to_string(price.count);
    if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
    digits.insert(digits.size() - scale, 1, '.');
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.ends_with('.')) digits.pop_back();
    out += digits;
}

}  // namespace signalbox::wire
