#pragma once

#include "app/config_reader.hpp"
#include "server/api_key.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::app {

inline constexpr std::size_t most_keys = 1'000;

// Reads a list of keys, as it stands under `keys:` in the configuration and in the file of keys.
[[nodiscard]] std::vector<server::ApiKey> api_keys(Reader const& keys);

// Letters, digits, '-', '_' and '.', at most 64: ids and tenants reach logs and metrics.
[[nodiscard]] bool is_key_name(std::string_view name);

// A moment in UTC, "2027-01-31" or "2027-01-31T12:00:00Z".
[[nodiscard]] std::optional<std::chrono::sys_seconds> read_moment(std::string_view text);
[[nodiscard]] std::string moment_text(std::chrono::sys_seconds moment);

// The first id or hash that two of them share, in words; empty: none.
[[nodiscard]] std::string shared_by_keys(std::vector<server::ApiKey> const& keys);

}  // namespace signalbox::app
