#pragma once

#include <string>
#include <string_view>

namespace signalbox {

// Takes the member `name` and its comma out of a JSON object; only its top level is looked at.
// REQUIRES: `object` is one valid JSON object.
void erase_member(std::string& object, std::string_view name);

}  // namespace signalbox
