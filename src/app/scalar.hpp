#pragma once

#include "core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The strict spelling of numbers in the configuration: decimal, no sign but a leading minus, no
// leading zeros, no separators, nothing behind. Empty optional: spelled differently.
namespace signalbox::app {

[[nodiscard]] std::optional<std::int64_t> read_integer(std::string_view text);
[[nodiscard]] std::optional<double> read_number(std::string_view text);
// "250ms", "30s", "5m", "1h", "7d"; at most ten years.
[[nodiscard]] std::optional<Duration> read_duration(std::string_view text);
// Bytes: "65536", "64KiB", "32MiB", "1GiB".
[[nodiscard]] std::optional<std::int64_t> read_size(std::string_view text);

// "30s", "1500ms": as read_duration reads it.
[[nodiscard]] std::string duration_text(Duration duration);

}  // namespace signalbox::app
