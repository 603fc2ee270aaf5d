#pragma once

#include "app/config_reader.hpp"
#include "app/environment.hpp"

#include <string>
#include <utility>
#include <vector>

namespace signalbox::app {

// Where spans go; the `tracing:` section of the configuration.
struct TracingOptions {
    std::string endpoint;  // of a collector that speaks OTLP over HTTP; empty: no spans are made
    double sample = 1;     // share of the runs that begin a trace
    std::string service = "signalbox";
    std::vector<std::pair<std::string, std::string>> headers;  // sent with every export; may hold secrets
    friend bool operator==(TracingOptions const&, TracingOptions const&) = default;
};

// Reads the section; what it leaves open is taken from OpenTelemetry's own variables: OTEL_EXPORTER_OTLP_ENDPOINT,
// OTEL_EXPORTER_OTLP_HEADERS and OTEL_SERVICE_NAME.
[[nodiscard]] TracingOptions tracing_options(Reader const& section, Environment const& environment);

// What is wrong with what the environment said, which has no place in the file; empty: nothing.
[[nodiscard]] std::string tracing_problem(TracingOptions const& options);

}  // namespace signalbox::app
