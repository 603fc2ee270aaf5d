#pragma once

#include "lines.hpp"
#include "sources.hpp"

#include <simdjson.h>

#include <functional>

namespace signalbox::training {

// Calls `take` with the JSON object of each line and its number; ends at the first error, which gets its place.
[[nodiscard]] Done for_each_object(std::string const& path,
                                   std::function<Done(simdjson::dom::object const&, std::size_t)> const& take);

// A member that must be there.
[[nodiscard]] std::expected<std::string, std::string> text_of(simdjson::dom::object const& object, char const* key);
[[nodiscard]] std::expected<double, std::string> number_of(simdjson::dom::object const& object, char const* key);
// The members of a list of texts.
[[nodiscard]] std::expected<std::vector<std::string>, std::string> texts_of(simdjson::dom::object const& object,
                                                                            char const* key);

// The design row of a message that stands alone.
[[nodiscard]] DesignRow design_of(std::string_view text);

}  // namespace signalbox::training
