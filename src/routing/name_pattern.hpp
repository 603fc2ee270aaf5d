#pragma once

#include <string_view>

namespace signalbox {

// Whether `name` is as `pattern` says, in which each `*` stands for any characters, also none and also '/'.
[[nodiscard]] bool matches_pattern(std::string_view pattern, std::string_view name);

}  // namespace signalbox
