#pragma once

#include "core/error.hpp"
#include "wire/json_field.hpp"
#include "wire/json_writer.hpp"

// What the tools of other APIs have in common when they become those of a chat request.
namespace signalbox::wire {

// Writes one element of a client's `tools` as a chat tool.
using ToolWriter = Result<void> (*)(JsonWriter& json, simdjson::dom::element tool, Place const& place);

// The member `tools` of a chat request, each written by `write`. False, and nothing is written, when `request` has
// none: what tells how to choose means nothing then.
[[nodiscard]] Result<bool> write_tool_list(JsonWriter& json, simdjson::dom::object request, ToolWriter write);

// The member `tool_choice` that names one function: the `name` of `choice`.
[[nodiscard]] Result<void> write_chosen_function(JsonWriter& json, simdjson::dom::object choice, Place const& place);

}  // namespace signalbox::wire
