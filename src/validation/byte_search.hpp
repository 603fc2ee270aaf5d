#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

// Searches that rule a text out at less than an instruction per byte, sixteen bytes at a time.
namespace signalbox {

// Signed, as x86 compares no other bytes in one step: those of multi-byte characters are below zero.
using ByteBlock [[gnu::vector_size(16)]] = signed char;

// The number of the first byte that a comparison of blocks found; 16 when there is none.
template <typename Found>
[[nodiscard]] std::size_t first_found(Found found) {
    static_assert(std::endian::native == std::endian::little, "the first byte has to be the lowest one");
    auto const halves = std::bit_cast<std::array<std::uint64_t, 2>>(found);
    if ((halves[0] | halves[1]) == 0) return sizeof found;
    auto const bits = halves[0] != 0 ? std::countr_zero(halves[0]) : 64 + std::countr_zero(halves[1]);
    return static_cast<std::size_t>(bits) / 8;
}

[[nodiscard]] inline ByteBlock load_block(char const* bytes) {
    ByteBlock block;
    std::memcpy(&block, bytes, sizeof block);
    return block;
}

// Where the first wanted byte at or behind `from` stands; the size of the text when there is none.
// `wanted` takes a ByteBlock and compares all of its bytes at once: (block == 'x') | (block == 'y').
template <typename Wanted>
[[nodiscard]] std::size_t find_byte(std::string_view text, std::size_t from, Wanted wanted) {
    constexpr auto step = sizeof(ByteBlock);
    auto at = from;
    for (; at + step <= text.size(); at += step) {
        auto const found = first_found(wanted(load_block(text.data() + at)));
        if (found < step) return at + found;
    }
    if (at >= text.size()) return text.size();
    std::array<char, sizeof(ByteBlock)> rest{};
    for (std::size_t i = 0; at + i < text.size(); ++i) rest[i] = text[at + i];
    return std::min(at + first_found(wanted(load_block(rest.data()))), text.size());
}

[[nodiscard]] inline std::size_t find_digit(std::string_view text, std::size_t from) {
    return find_byte(text, from, [](ByteBlock block) { return (block >= '0') & (block <= '9'); });
}

}  // namespace signalbox
