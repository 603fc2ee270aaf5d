#pragma once

#include "core/error.hpp"

#include <string>
#include <string_view>

namespace signalbox::wire {

// Cuts a stream of lines (LF or CRLF), in pieces of any size: newline-delimited JSON.
//
// Use: feed(bytes), then next(line) until it gives false. Lines are views, some into the fed bytes, and live
// until the next feed(). A line without its end is not told; one longer than `max_line` is an error.
class LineDecoder {
public:
    explicit LineDecoder(std::size_t max_line = 1 << 20) : max_line_{max_line} {}

    // REQUIRES: next() has given false since the last feed.
    void feed(std::string_view bytes);
    // The next complete line, without its end. Errors: provider_protocol when a line is too long.
    [[nodiscard]] Result<bool> next(std::string_view& line);

private:
    std::size_t max_line_;
    std::string_view input_;
    std::string pending_;  // the begin of a line, from earlier feeds
    std::string held_;     // the line that pending_ became
};

}  // namespace signalbox::wire
