#pragma once

#include "core/error.hpp"

#include <string>
#include <string_view>

namespace signalbox::wire {

struct SseEvent {
    std::string_view name;  // "" means message
    std::string_view data;  // joined by newlines, without the last one
    std::string_view id;
};

// Reads a Server-Sent Events stream by the WHATWG rules (HTML, section 9.2), in pieces of any size:
// LF, CR, CRLF also split between pieces; one BOM at the start; comments; several data lines.
//
// Use: feed(bytes), then next(event) until it gives false; events are views that live until the
// next feed(). An event whose size passes `max_event` is an error, never skipped.
// Fast path: an event that lies whole in one feed with a single data line is not copied.
class SseDecoder {
public:
    explicit SseDecoder(std::size_t max_event = 1 << 20) : max_event_{max_event} {}

    void feed(std::string_view bytes);
    // The next complete event. Errors: provider_protocol when an event is too large.
    [[nodiscard]] Result<bool> next(SseEvent& event);
    // Bytes of an incomplete event are waiting: at the end of the stream that means truncation.
    [[nodiscard]] bool mid_event() const;

private:
    std::size_t max_event_;
    std::string pending_;    // an event that began in an earlier feed
    std::string_view input_; // the rest of the current feed
    std::string data_;
    std::string name_;
    std::string id_;
    bool started_ = false;
    bool skip_lf_ = false;
};

}  // namespace signalbox::wire
