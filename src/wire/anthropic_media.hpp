#pragma once

#include "core/error.hpp"
#include "wire/json_field.hpp"
#include "wire/json_writer.hpp"

namespace signalbox::wire {

// An image_url part as Anthropic's image block, a file part as its document block.
// Errors: invalid_value, for what the API cannot be given.
[[nodiscard]] Result<void> write_image_block(JsonWriter& json, simdjson::dom::object part, Place const& place);
[[nodiscard]] Result<void> write_document_block(JsonWriter& json, simdjson::dom::object part, Place const& place);

// The client's `cache_control` mark on a part or tool, passed on where there is one.
void write_cache_mark(JsonWriter& json, simdjson::dom::object marked);

}  // namespace signalbox::wire
