#pragma once

#include "app/config_reader.hpp"
#include "app/environment.hpp"

#include <cstddef>
#include <string>

namespace signalbox::app {

// What is kept of runs; the `records:` section of the configuration.
struct RecordOptions {
    bool enabled = true;
    std::string file;  // empty: nowhere is a place for it, and nothing is kept
    int keep_days = 30;
    std::size_t max_queue = 10'000;  // records that wait for the disk
    friend bool operator==(RecordOptions const&, RecordOptions const&) = default;
};

// Reads the section. Without a file of its own, records are kept beside `neighbour`, else where this user's programs
// keep their state.
[[nodiscard]] RecordOptions record_options(Reader const& section, std::string const& neighbour,
                                           Environment const& environment);

}  // namespace signalbox::app
