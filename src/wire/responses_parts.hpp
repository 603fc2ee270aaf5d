#pragma once

#include "core/error.hpp"
#include "wire/json_field.hpp"
#include "wire/json_writer.hpp"

namespace signalbox::wire {

// Writes one content part of a Responses item (input_text, input_image, input_file) as one of a chat message.
// Errors: invalid_value naming what has no counterpart, such as a file that OpenAI keeps.
[[nodiscard]] Result<void> write_chat_part(JsonWriter& json, simdjson::dom::element part, Place const& place);

}  // namespace signalbox::wire
