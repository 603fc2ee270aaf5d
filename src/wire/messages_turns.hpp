#pragma once

#include "core/error.hpp"
#include "wire/json_field.hpp"
#include "wire/json_writer.hpp"

#include <string_view>

namespace signalbox::wire {

// Writes `system` and the messages of Anthropic's shape into a list of OpenAI's messages. A user turn with tool
// results becomes a tool message for each, then what else it says; images of a result go with the latter.
// Errors: invalid_value naming the block that has no counterpart.
[[nodiscard]] Result<void> write_chat_system(JsonWriter& json, simdjson::dom::element system, Place const& place);
[[nodiscard]] Result<void> write_chat_messages(JsonWriter& json, simdjson::dom::element message, Place const& place);

}  // namespace signalbox::wire
