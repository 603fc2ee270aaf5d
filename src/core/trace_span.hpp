#pragma once

#include "core/call_kind.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox {

// The span of one run in a W3C trace. A run whose spans nobody wants has none: then `id` is 0.
struct TraceSpan {
    std::array<char, 32> trace{};  // lower-case hexadecimal digits
    std::uint64_t id = 0;
    std::uint64_t parent = 0;  // 0: the run began the trace

    [[nodiscard]] bool recorded() const { return id != 0; }
    [[nodiscard]] std::string_view trace_id() const { return {trace.data(), trace.size()}; }
};

// What happened within a run has ids that follow from the run's own, so that the call which carries
// one and the exporter that tells of it later need not talk. `nth` is of the attempt that a call is or
// serves. Never 0.
[[nodiscard]] std::uint64_t call_span(TraceSpan const& run, CallKind kind, int nth);
[[nodiscard]] std::uint64_t routing_span(TraceSpan const& run);
[[nodiscard]] std::uint64_t validation_span(TraceSpan const& run, int nth);

// 16 lower-case hexadecimal digits.
[[nodiscard]] std::string span_text(std::uint64_t id);
// The head line that makes the span `id` the parent of whatever a call causes.
[[nodiscard]] std::string parent_line(TraceSpan const& run, std::uint64_t id);

}  // namespace signalbox
