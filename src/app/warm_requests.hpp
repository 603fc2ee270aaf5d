#pragma once

#include "cli/commands.hpp"
#include "core/error.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::app {

// What to warm the route cache with: a file of messages, or the server's own records.
struct WarmArguments {
    std::string file;                         // empty: from records
    std::optional<std::size_t> from_records;  // the newest so many
};

// The requests that do it. A file holds JSON lines, each an object with "prompt" (or "text" or "content") or with
// "messages"; its name may end in .gz. Empty lines are skipped.
// Errors: invalid_value, with the line and what it should be.
[[nodiscard]] Result<std::vector<cli::WarmRequest>> warm_requests(WarmArguments const& arguments);

}  // namespace signalbox::app
