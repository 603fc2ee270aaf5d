#pragma once

#include "telemetry/span.hpp"

#include <span>
#include <string>
#include <string_view>

namespace signalbox::telemetry {

// Spans as the body of an OTLP export over HTTP, in its JSON encoding: ids in hexadecimal, 64-bit numbers as text.
[[nodiscard]] std::string otlp_json(std::span<Span const> spans, std::string_view service, std::string_view version);

}  // namespace signalbox::telemetry
