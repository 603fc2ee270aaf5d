#pragma once

#include "pipeline/decision_log.hpp"
#include "wire/json_writer.hpp"

namespace signalbox::server {

// The public shapes of records: camelCase, money in dollars, times in milliseconds.
void write(wire::JsonWriter& json, RoutingRecord const& record);
void write(wire::JsonWriter& json, RecordPage const& page);
void write(wire::JsonWriter& json, RecordAnalytics const& analytics);

}  // namespace signalbox::server
