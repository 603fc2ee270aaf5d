#pragma once

#include "core/error.hpp"
#include "wire/json_field.hpp"

#include <initializer_list>
#include <string_view>

// Values of OpenAI's members that ask for nothing, for APIs that have no word for more. Errors: invalid_value.
namespace signalbox::wire {

// The refusal for a member that the model's API has no counterpart for.
[[nodiscard]] std::unexpected<Error> nothing_like_it(Place const& place);

// 0, false or an empty object.
[[nodiscard]] Result<void> require_nothing(simdjson::dom::element value, Place const& place);
[[nodiscard]] Result<void> require_one(simdjson::dom::element value, Place const& place);
[[nodiscard]] Result<void> require_true(simdjson::dom::element value, Place const& place);
// A text of `harmless`, or a list of nothing else.
[[nodiscard]] Result<void> require_text(simdjson::dom::element value, Place const& place,
                                        std::initializer_list<std::string_view> harmless);

}  // namespace signalbox::wire
