#include "core/keyed_hash.hpp"

#include <bit>
#include <cstring>

namespace signalbox {

namespace {

template <class State>
void rounds(State& s, int count) {
    for (int i = 0; i < count; ++i) {
        s.v0 += s.v1;
        s.v2 += s.v3;
        s.v1 = std::rotl(s.v1, 13) ^ s.v0;
        s.v3 = std::rotl(s.v3, 16) ^ s.v2;
        s.v0 = std::rotl(s.v0, 32);
        s.v2 += s.v1;
        s.v0 += s.v3;
        s.v1 = std::rotl(s.v1, 17) ^ s.v2;
        s.v3 = std::rotl(s.v3, 21) ^ s.v0;
        s.v2 = std::rotl(s.v2, 32);
    }
}

template <class State>
void absorb(State& s, std::uint64_t word) {
    s.v3 ^= word;
    rounds(s, 2);
    s.v0 ^= word;
}

// Up to eight bytes, the first one least significant.
std::uint64_t load(char const* bytes, std::size_t count) {
    std::uint64_t word = 0;
    if constexpr (std::endian::native == std::endian::little) {
        std::memcpy(&word, bytes, count);
    } else {
        for (std::size_t i = 0; i < count; ++i) word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << 8 * i;
    }
    return word;
}

}  // namespace

KeyedHash::KeyedHash(Key key)
    : state_{.v0 = key[0] ^ 0x736f6d6570736575,
             .v1 = key[1] ^ 0x646f72616e646f6d ^ 0xee,
             .v2 = key[0] ^ 0x6c7967656e657261,
             .v3 = key[1] ^ 0x7465646279746573} {}

void KeyedHash::update(std::string_view bytes) {
    if (bytes.empty()) return;
    auto state = state_;  // a local copy stays in registers
    auto const* at = bytes.data();
    auto left = bytes.size();
    auto const held = static_cast<std::size_t>(length_ % 8);
    length_ += left;

    if (held != 0) {
        auto const taken = left < 8 - held ? left : 8 - held;
        pending_ |= load(at, taken) << 8 * held;
        if (held + taken < 8) return;
        absorb(state, pending_);
        at += taken;
        left -= taken;
    }
    for (; left >= 8; at += 8, left -= 8) absorb(state, load(at, 8));
    pending_ = load(at, left);
    state_ = state;
}

void KeyedHash::update(std::uint64_t value) {
    auto const held = length_ % 8;
    length_ += 8;
    if (held == 0) return absorb(state_, value);
    absorb(state_, pending_ | value << 8 * held);
    pending_ = value >> 8 * (8 - held);
}

KeyedHash::Digest KeyedHash::finish() {
    absorb(state_, pending_ | length_ << 56);
    state_.v2 ^= 0xee;
    rounds(state_, 4);
    auto const low = state_.v0 ^ state_.v1 ^ state_.v2 ^ state_.v3;
    state_.v1 ^= 0xdd;
    rounds(state_, 4);
    return {low, state_.v0 ^ state_.v1 ^ state_.v2 ^ state_.v3};
}

}  // namespace signalbox
