#pragma once

#include <cstdint>
#include <string_view>

namespace signalbox::redis {

inline constexpr std::uint16_t cluster_slots = 16384;

// CRC-16/XMODEM, as Redis Cluster spreads its keys by.
[[nodiscard]] std::uint16_t crc16(std::string_view bytes);

// The slot of a key: of its first non-empty {tag} when it has one, so that keys with the same tag live together.
[[nodiscard]] std::uint16_t cluster_slot(std::string_view key);

}  // namespace signalbox::redis
