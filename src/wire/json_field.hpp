#pragma once

#include "core/error.hpp"

#include <simdjson.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox::wire {

// Where a value stands in a client's document, for the `param` of an error: "messages[2].content".
// A chain on the stack that is only written out when something is wrong.
struct Place {
    Place const* parent = nullptr;
    std::string_view name;  // of a member
    std::size_t index = 0;  // of an element, when there is no name

    [[nodiscard]] std::string text() const;
    // invalid_value at this place; the detail names it.
    [[nodiscard]] std::unexpected<Error> refuse(std::string_view why) const;
};

// One value as its type, or invalid_value. Nothing is converted or clamped.
[[nodiscard]] Result<std::string_view> read_text(simdjson::dom::element value, Place const& place);
[[nodiscard]] Result<bool> read_truth(simdjson::dom::element value, Place const& place);
[[nodiscard]] Result<std::int64_t> read_integer(simdjson::dom::element value, Place const& place, std::int64_t least,
                                                std::int64_t most);
[[nodiscard]] Result<double> read_number(simdjson::dom::element value, Place const& place, double least, double most);
[[nodiscard]] Result<simdjson::dom::array> read_list(simdjson::dom::element value, Place const& place);
[[nodiscard]] Result<simdjson::dom::object> read_object(simdjson::dom::element value, Place const& place);

}  // namespace signalbox::wire
