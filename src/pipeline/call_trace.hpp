#pragma once

#include "core/chain_context.hpp"

#include <string>

namespace signalbox {

// The head lines of one call of a run whose spans are recorded: the call's own span is the parent of what it causes.
// Empty for all other runs, whose calls carry the client's trace as it came.
[[nodiscard]] inline std::string trace_of_call(ChainContext const& context, CallKind kind, int nth) {
    if (!context.span.recorded()) return {};
    return parent_line(context.span, call_span(context.span, kind, nth)) + context.trace;
}

}  // namespace signalbox
