#pragma once

#include "wire/json_writer.hpp"

#include <simdjson.h>

#include <initializer_list>
#include <string_view>

namespace signalbox::wire {

// Writes the members of a parsed object that have these names and are not null, each as it is.
void copy_members(JsonWriter& json, simdjson::dom::object from, std::initializer_list<std::string_view> names);

}  // namespace signalbox::wire
