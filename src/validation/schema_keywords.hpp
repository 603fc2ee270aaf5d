#pragma once

#include <simdjson.h>

#include <optional>
#include <string>

namespace signalbox {

// Why `value` breaks the keywords of `schema` that look at nothing but the value itself and the names
// of its members; nothing when it breaks none. See json_schema.hpp for those that are understood.
[[nodiscard]] std::optional<std::string> keyword_mismatch(simdjson::dom::element value, simdjson::dom::object schema);

}  // namespace signalbox
