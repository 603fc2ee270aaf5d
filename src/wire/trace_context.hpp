#pragma once

#include "wire/http_head.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::wire {

// A client's W3C trace context as head lines for the call that it caused: traceparent, and tracestate where that is
// well-formed too and has at most 512 bytes. Without exactly one valid traceparent there are none: what is broken is
// dropped, never passed on. Of a later version of the format what this one knows is passed on.
[[nodiscard]] std::string trace_lines(RequestHead const& head);

// The parent that a client names. The view lives as long as the head's.
struct TraceParent {
    std::string_view trace;  // 32 lower-case hexadecimal digits
    std::uint64_t span = 0;
    bool sampled = false;
};
// Nothing without exactly one valid traceparent.
[[nodiscard]] std::optional<TraceParent> trace_parent(RequestHead const& head);
// trace_lines() without the traceparent.
[[nodiscard]] std::string trace_state_line(RequestHead const& head);

}  // namespace signalbox::wire
