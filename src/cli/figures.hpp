#pragma once

#include <cstdint>
#include <optional>
#include <string>

// Numbers as people read them.
namespace signalbox::cli {

[[nodiscard]] std::string dollars_text(std::optional<double> dollars);  // "$0.00124", "$1.50", "unknown"
[[nodiscard]] std::string time_text(double ms);                         // "340 ms", "2.1 s", "1m 05s"
[[nodiscard]] std::string score_text(double score);                     // "9", "8.5"
[[nodiscard]] std::string fraction_text(double value);                  // "0.85"
[[nodiscard]] std::string count_text(std::int64_t count);               // "131072" -> "131k", "1050000" -> "1.05M"

}  // namespace signalbox::cli
