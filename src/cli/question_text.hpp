#pragma once

#include "core/error.hpp"

#include <iosfwd>
#include <optional>
#include <string>

namespace signalbox::cli {

// The question: the argument, or all of `in` when the argument is "-" or absent and `in` is no
// screen. One newline at its end is dropped.
// Errors: invalid_value when there is none, or more than 16 MiB.
[[nodiscard]] Result<std::string> question_text(std::optional<std::string> const& argument, std::istream& in,
                                                bool in_is_screen);

}  // namespace signalbox::cli
