#pragma once

#include "core/error.hpp"
#include "wire/json_field.hpp"

#include <simdjson.h>

#include <optional>
#include <string_view>

// Members of a document that was parsed; null counts as absent.
namespace signalbox::wire {

// The member `name`, unless it is absent.
[[nodiscard]] inline std::optional<simdjson::dom::element> given_member(simdjson::dom::object object,
                                                                        std::string_view name) {
    simdjson::dom::element value;
    if (object.at_key(name).get(value) != simdjson::SUCCESS || value.is_null()) return std::nullopt;
    return value;
}

// The text of the member that `place` names. Errors: invalid_value when it is absent or no string.
[[nodiscard]] inline Result<std::string_view> required_text(simdjson::dom::object object, Place const& place) {
    auto const value = given_member(object, place.name);
    if (!value) return place.refuse("is missing");
    return read_text(*value, place);
}

// Likewise, but empty when it is absent.
[[nodiscard]] inline Result<std::string_view> given_text(simdjson::dom::object object, Place const& place) {
    auto const value = given_member(object, place.name);
    return value ? read_text(*value, place) : Result<std::string_view>{};
}

// Likewise of a truth: false when it is absent.
[[nodiscard]] inline Result<bool> given_truth(simdjson::dom::object object, Place const& place) {
    auto const value = given_member(object, place.name);
    return value ? read_truth(*value, place) : Result<bool>{false};
}

}  // namespace signalbox::wire
