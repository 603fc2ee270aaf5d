#pragma once

#include "cli/exit_code.hpp"
#include "cli/terminal.hpp"

#include <optional>
#include <string>

namespace signalbox::app {

// What `signalbox records` was given.
struct RecordArguments {
    std::optional<std::string> file;          // else records.file of the configuration
    std::optional<std::string> since, until;  // as GET /api/decisions takes them
    std::string format = "jsonl";             // of an export: or "csv"
};

// Both read the file without changing it, also while a server writes it.

// Each record in a line, newest first.
[[nodiscard]] cli::ExitCode export_records(std::string const& path, RecordArguments const& arguments,
                                           cli::Terminal& terminal);
// Sums and averages, as GET /api/analytics has them.
[[nodiscard]] cli::ExitCode show_record_stats(std::string const& path, RecordArguments const& arguments, bool json,
                                              cli::Terminal& terminal);

}  // namespace signalbox::app
