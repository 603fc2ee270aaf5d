#pragma once

#include "cli/exit_code.hpp"
#include "cli/terminal.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::app {

// What `signalbox keys ...` was given.
struct KeyArguments {
    std::optional<std::string> file;  // else access.keys_file
    std::string id;                   // of the key to revoke; of the new one, where empty makes one up
    std::string tenant;               // empty: the id
    std::vector<std::string> scopes;  // empty: chat and read
    std::vector<std::string> models;  // empty: all
    std::string expires;              // "30d", or a moment; empty: never
    std::optional<std::int64_t> requests_per_minute;
    std::optional<std::int64_t> tokens_per_minute;
    std::optional<double> budget_per_day;  // dollars
};

// Each works on the file at `path` and tells of it; `now` is the wall clock.

// Makes a key, keeps its hash and shows it, which nobody can do again.
[[nodiscard]] cli::ExitCode create_key(std::string const& path, KeyArguments const& wishes,
                                       std::chrono::sys_seconds now, bool json, cli::Terminal& terminal);
[[nodiscard]] cli::ExitCode list_keys(std::string const& path, std::chrono::sys_seconds now, bool json,
                                      cli::Terminal& terminal);
// The key stays in the list, so that its id is not given away again.
[[nodiscard]] cli::ExitCode revoke_key(std::string const& path, std::string const& id, bool json,
                                       cli::Terminal& terminal);

}  // namespace signalbox::app
