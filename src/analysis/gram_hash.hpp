#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

namespace signalbox {

// The hash of a lower-case word or pair of words (joined by one space, or by nothing between two
// ideographs): FNV-1a over its bytes. Lexicon, rules and weights all name grams by it. The low bits
// choose a bin, the top bit a sign.
inline constexpr std::uint32_t gram_basis = 2166136261U;

[[nodiscard]] constexpr std::uint32_t gram_step(std::uint32_t hash, unsigned char byte) {
    return (hash ^ byte) * 16777619U;
}

[[nodiscard]] constexpr std::uint32_t gram_hash(std::string_view text, std::uint32_t hash = gram_basis) {
    for (char const c : text) hash = gram_step(hash, static_cast<unsigned char>(c));
    return hash;
}

// A gram of several words from their hashes, in order.
[[nodiscard]] constexpr std::uint32_t gram_join(std::uint32_t hash, std::uint32_t word) {
    return std::rotl((hash ^ word) * 16777619U, 13);
}

inline constexpr std::uint32_t gram_bins = 1U << 15;
[[nodiscard]] constexpr std::uint32_t gram_bin(std::uint32_t hash) { return hash & (gram_bins - 1); }
[[nodiscard]] constexpr float gram_sign(std::uint32_t hash) { return (hash >> 31) != 0 ? -1.0F : 1.0F; }

}  // namespace signalbox
