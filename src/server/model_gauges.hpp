#pragma once

#include "pipeline/snapshot.hpp"
#include "telemetry/metrics.hpp"

#include <vector>

namespace signalbox::server {

// How each model is doing. Views live as long as the snapshot.
[[nodiscard]] std::vector<telemetry::ModelGauge> model_gauges(Snapshot const& snapshot, TimePoint now);

}  // namespace signalbox::server
