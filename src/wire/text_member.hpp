#pragma once

#include <simdjson.h>

#include <string_view>

namespace signalbox::wire {

// The text member `name` of a document that was parsed; empty when it is missing or of another type.
[[nodiscard]] inline std::string_view text_member(simdjson::dom::object object, std::string_view name) {
    std::string_view text;
    return object.at_key(name).get(text) == simdjson::SUCCESS ? text : std::string_view{};
}

}  // namespace signalbox::wire
