#pragma once

#include "wire/http_head.hpp"

#include <string>

namespace signalbox::wire {

// A client's W3C trace context as head lines for the call that it caused: traceparent, and tracestate where that is
// well-formed too and has at most 512 bytes. Without exactly one valid traceparent there are none: what is broken is
// dropped, never passed on. Of a later version of the format what this one knows is passed on.
[[nodiscard]] std::string trace_lines(RequestHead const& head);

}  // namespace signalbox::wire
