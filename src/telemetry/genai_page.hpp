#pragma once

#include "telemetry/exposition.hpp"
#include "telemetry/metrics.hpp"

#include <deque>

namespace signalbox::telemetry {

// The families whose names and labels are OpenTelemetry's conventions for generative AI, in their Prometheus form.
// Models that were never called have no series.
void write_genai(Exposition& page, std::deque<ModelMetrics> const& models, Gauges const& gauges);

}  // namespace signalbox::telemetry
