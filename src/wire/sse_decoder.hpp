#pragma once

#include "core/error.hpp"

#include <string>
#include <string_view>

namespace signalbox::wire {

struct SseEvent {
    std::string_view name;  // "" means message
    std::string_view data;  // lines joined by newlines
    std::string_view id;    // the last one seen in the stream
    // The event as it came when that is `data: DATA` in one line and LF LF, as append_sse() writes it; else empty.
    std::string_view frame;
};

// Reads a Server-Sent Events stream by the WHATWG rules (HTML, section 9.2), in pieces of any size:
// LF, CR, CRLF also split between pieces; one BOM at the start; comments; several data lines.
//
// Use: feed(bytes), then next(event) until it gives false. Events are views, some into the fed bytes, and
// live until the next feed(). An event whose size passes `max_event` is an error, never skipped.
// Fast path: an event that lies whole in one feed with a single data line is not copied.
class SseDecoder {
public:
    explicit SseDecoder(std::size_t max_event = 1 << 20) : max_event_{max_event} {}

    // REQUIRES: next() has given false since the last feed.
    void feed(std::string_view bytes);
    // The next complete event. Errors: provider_protocol when an event is too large; then for good.
    [[nodiscard]] Result<bool> next(SseEvent& event);
    // An event has begun and is not complete: at the end of the stream that means truncation.
    [[nodiscard]] bool mid_event() const;

private:
    void skip_bom();
    void keep_rest();
    [[nodiscard]] std::size_t find_line_end();
    [[nodiscard]] bool find_block_end();
    [[nodiscard]] std::string_view take_block();
    void read_line(std::string_view line, SseEvent& event);
    void read_data(std::string_view value, SseEvent& event);
    [[nodiscard]] bool read_block(std::string_view block, bool one_line, SseEvent& event);

    // A block is what stands between two blank lines: its end is looked for first, then it is read.
    // Of the current block, pending_ has what came in earlier feeds and input_[start_, cursor_) what
    // was looked at of this one.
    std::size_t max_event_;
    std::string_view input_;
    std::size_t start_ = 0;
    std::size_t cursor_ = 0;
    std::size_t next_lf_ = 0;  // the first at or behind the cursor, or the size; looked for anew when passed
    std::size_t next_cr_ = 0;
    std::string pending_;
    std::size_t line_length_ = 0;  // of the line that the cursor is in, so far
    std::size_t lines_ = 0;        // complete ones in the block
    bool comment_ = false;         // the line begins with a colon
    bool after_cr_ = false;        // an LF right here belongs to the line end before
    int bom_ = 0;                  // bytes of it seen; -1: the stream has begun
    bool failed_ = false;

    std::string held_;          // the completed block that earlier feeds began
    std::string joined_;        // several data lines as one, event after event: does not move while views live
    int data_lines_ = 0;        // of the block being read
    std::string id_;            // the last event id, as of the start of this feed
    std::string_view last_id_;  // as of now
    std::string next_id_;       // as of the next feed, when it changed
    bool id_changed_ = false;
};

}  // namespace signalbox::wire
