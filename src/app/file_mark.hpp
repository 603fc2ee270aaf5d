#pragma once

#include <cstdint>
#include <string>

namespace signalbox::app {

// What tells a file from the one that replaces it: its inode, size and time of change. Zeros: there is none.
struct FileMark {
    std::uint64_t inode = 0;
    std::int64_t size = 0;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
    friend bool operator==(FileMark const&, FileMark const&) = default;
};

[[nodiscard]] FileMark mark_of(std::string const& path);

}  // namespace signalbox::app
