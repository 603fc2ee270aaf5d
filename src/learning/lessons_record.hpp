#pragma once

#include "core/error.hpp"
#include "learning/lessons.hpp"

#include <string>
#include <string_view>

namespace signalbox {

// Lessons as the bytes of a file: what kind it is, its version, the numbers, a checksum.
void append_lessons(std::string& out, Lessons const& lessons);

// Strict. Errors: invalid_value, saying what is wrong.
[[nodiscard]] Result<Lessons> read_lessons(std::string_view bytes);

}  // namespace signalbox
