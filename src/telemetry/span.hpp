#pragma once

#include "core/trace_span.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace signalbox::telemetry {

// As OTLP numbers them.
enum class SpanKind : std::uint8_t { internal = 1, server = 2, client = 3 };

// One finished span of a trace, as a collector gets it. Numbers, names from the configuration and error codes: no
// word of a prompt or an answer.
struct Span {
    using Value = std::variant<std::string, std::int64_t, double, bool>;

    TraceSpan trace;  // of the run
    std::uint64_t id = 0;
    std::uint64_t parent = 0;  // 0: none
    SpanKind kind = SpanKind::internal;
    std::string name;
    std::int64_t began_ns = 0;  // since 1970
    std::int64_t ended_ns = 0;
    bool failed = false;
    std::vector<std::pair<std::string_view, Value>> attributes;  // names are literals

    void add(std::string_view attribute, Value value) { attributes.emplace_back(attribute, std::move(value)); }
};

}  // namespace signalbox::telemetry
