#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::app {

// Looks up one environment variable. An empty variable counts as unset.
// A function, so that tests and fuzzers bring their own.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

[[nodiscard]] Environment process_environment();

// A name that `${NAME}` may refer to: letters, digits and underscores, not beginning with a digit.
[[nodiscard]] bool is_variable_name(std::string_view name);

}  // namespace signalbox::app
