#pragma once

#include "pipeline/routing_record.hpp"
#include "pipeline/snapshot.hpp"
#include "wire/json_writer.hpp"

namespace signalbox::server {

// A record with the table of candidates of that time, what the runner-up would have cost by today's prices, and what
// routing would choose now for the same analysis. Of the request's own limits only the quality knob and its hard needs
// are known; health is left out.
void write_explanation(wire::JsonWriter& json, RoutingRecord const& record, Snapshot const& snapshot);

}  // namespace signalbox::server
