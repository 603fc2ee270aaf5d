#pragma once

#include "core/enum_text.hpp"
#include "core/money.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::server {

// What a key may do. None includes another.
enum class Scope : std::uint8_t {
    chat,   // ask models
    read,   // see the models, and what routing would do
    admin,  // operate: the route cache, metrics
};
inline constexpr std::array<std::string_view, 3> scope_names{"chat", "read", "admin"};
[[nodiscard]] constexpr auto const& enum_names(Scope) { return scope_names; }

struct Scopes {
    std::uint8_t bits = 0;
    [[nodiscard]] bool has(Scope scope) const { return (bits >> static_cast<unsigned>(scope) & 1U) != 0; }
    void add(Scope scope) { bits = static_cast<std::uint8_t>(bits | 1U << static_cast<unsigned>(scope)); }
    friend bool operator==(Scopes, Scopes) = default;
};

// How much one key may use; absent: no limit.
struct KeyLimits {
    std::optional<std::int64_t> requests_per_minute{};
    std::optional<std::int64_t> tokens_per_minute{};  // of all calls, input and output
    std::optional<MicroUsd> budget_per_day{};         // UTC days
    friend bool operator==(KeyLimits const&, KeyLimits const&) = default;
};

// SHA-256 of a key.
using KeyHash = std::array<unsigned char, 32>;

// What is known of one API key: never the key itself.
struct ApiKey {
    std::string id;  // for people, logs and metrics: letters, digits, '-', '_' and '.'
    KeyHash hash{};
    std::string tenant;  // keys of one tenant share remembered routes
    Scopes scopes{};
    std::optional<std::chrono::sys_seconds> expires{};
    bool revoked = false;
    std::vector<std::string> models{};  // the only ones it may use; empty: all
    KeyLimits limits{};
    friend bool operator==(ApiKey const&, ApiKey const&) = default;
};

}  // namespace signalbox::server
