#pragma once

#include "core/enum_text.hpp"
#include "core/money.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace spdlog {
class logger;
}

namespace signalbox::telemetry {

enum class LogLevel : std::uint8_t { debug, info, warn, error, off };
inline constexpr std::array<std::string_view, 5> log_level_names{"debug", "info", "warn", "error", "off"};
[[nodiscard]] constexpr auto const& enum_names(LogLevel) { return log_level_names; }

// What is written about one answered request. No prompt, no answer, no key, no address.
struct RequestLine {
    std::string_view request_id;
    std::string_view route;  // the template, never the raw path
    std::string_view key{};  // the id of the API key, never the key; empty: there was none
    int status = 0;
    std::string_view model;  // the rest is for requests that ran a chain
    int attempts = 0;
    std::optional<MicroUsd> cost;
    std::optional<bool> cache_hit;
    std::string_view error;  // an error code
    Duration took{};
};

// The structured log: one JSON object a line, at most 4 KiB. A write that fails is dropped.
// Threads: safe from all loops.
class Log {
public:
    // To stderr.
    explicit Log(LogLevel level);
    // `out` outlives it.
    Log(LogLevel level, std::ostream& out);

    // Level info; warn from status 500 on.
    void request(RequestLine const& line);

    using Fields = std::initializer_list<std::pair<std::string_view, std::string_view>>;
    // Something that is not about one request: start, reload, drain.
    void note(LogLevel level, std::string_view event, Fields fields = {});

    [[nodiscard]] bool enabled(LogLevel level) const { return level >= level_; }

private:
    void write(LogLevel level, std::string_view line);
    LogLevel level_;
    std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace signalbox::telemetry
