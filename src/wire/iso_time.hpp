#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Moments as people and JSON write them: UTC, "2026-11-25T13:05:00.250Z". Milliseconds since 1970.
namespace signalbox::wire {

// Also "2026-11-25T13:05:00Z" and "2026-11-25", which is its first moment. Nothing for other forms, other zones and
// days that no month has. Years 1970 to 9999.
[[nodiscard]] std::optional<std::int64_t> read_iso_time(std::string_view text);
[[nodiscard]] std::string iso_time(std::int64_t milliseconds);

}  // namespace signalbox::wire
