#pragma once

#include "core/error.hpp"
#include "wire/json_writer.hpp"

#include <simdjson.h>

namespace signalbox::wire {

// Writes `tools`, `tool_choice` and `parallel_tool_calls` of a Responses request as members of a chat request;
// nothing without tools. Errors: invalid_value naming a tool that is no function of the client's.
[[nodiscard]] Result<void> write_chat_tools(JsonWriter& json, simdjson::dom::object request);

}  // namespace signalbox::wire
