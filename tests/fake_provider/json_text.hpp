#pragma once

#include <string>
#include <string_view>

namespace fake {

// Appends `text` as a JSON string with its quotes. Bytes above 0x7f go through as they are.
void append_json(std::string& out, std::string_view text);

[[nodiscard]] std::string json_text(std::string_view text);

}  // namespace fake
