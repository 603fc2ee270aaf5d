#pragma once

#include <simdjson.h>

#include <optional>
#include <string_view>

namespace signalbox::wire {

// The member `name` of a document that was parsed, unless it is absent or null.
[[nodiscard]] inline std::optional<simdjson::dom::element> given_member(simdjson::dom::object object,
                                                                        std::string_view name) {
    simdjson::dom::element value;
    if (object.at_key(name).get(value) != simdjson::SUCCESS || value.is_null()) return std::nullopt;
    return value;
}

}  // namespace signalbox::wire
