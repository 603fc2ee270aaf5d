#pragma once

#include "core/chain_result.hpp"
#include "core/stream_event.hpp"
#include "wire/json_writer.hpp"

#include <string>

namespace signalbox::wire {

// The project's own JSON shapes: camelCase, money in dollars, times in milliseconds.
void write(JsonWriter& json, AnalysisResult const& analysis);
void write(JsonWriter& json, Candidate const& candidate);
void write(JsonWriter& json, RoutingPlan const& plan);
void write(JsonWriter& json, ValidationResult const& validation);
void write(JsonWriter& json, Usage const& usage);
void write(JsonWriter& json, ExecutionResult const& execution);
void write(JsonWriter& json, AttemptRecord const& attempt);
void write(JsonWriter& json, ChainResult const& result);
// One line; metadata without the members the event does not carry.
void write(JsonWriter& json, StreamEvent const& event);

}  // namespace signalbox::wire
