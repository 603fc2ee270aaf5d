#include "wire/unique_names.hpp"

#include <bit>
#include <cstring>
#include <random>

namespace signalbox::wire {

namespace {

__extension__ using Product = unsigned __int128;

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    auto const product = static_cast<Product>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

std::uint64_t load(std::string_view bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), bytes.size());
    return word;
}

}  // namespace

UniqueNames::UniqueNames() {
    std::random_device source;
    seed_ = static_cast<std::uint64_t>(source()) << 32U | source() | 1U;
}

std::uint64_t UniqueNames::hash(std::string_view name) const {
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;
    auto state = seed_ ^ name.size();
    for (; name.size() > 8; name.remove_prefix(8)) state = mix(state ^ load(name.substr(0, 8)), seed_ + odd);
    return mix(state ^ load(name), seed_ ^ odd);
}

std::optional<std::string_view> UniqueNames::duplicate(std::span<std::string_view const> names) {
    auto const size = std::bit_ceil(names.size() * 2 + 1);
    slots_.assign(size, 0);
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto slot = hash(names[i]) & (size - 1);
        for (; slots_[slot] != 0; slot = (slot + 1) & (size - 1)) {
            if (names[slots_[slot] - 1] == names[i]) return names[i];
        }
        slots_[slot] = static_cast<std::uint32_t>(i + 1);
    }
    return std::nullopt;
}

}  // namespace signalbox::wire
