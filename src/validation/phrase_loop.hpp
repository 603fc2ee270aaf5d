#pragma once

#include <cstddef>
#include <string_view>

namespace signalbox {

// A phrase that `line` says at least five times in a row without a break, over `least` bytes or
// more; empty when there is none. Runs shorter than about 700 bytes are seen at the end of the line
// only. `least` is at most 1024. Linear in the line, constant memory.
[[nodiscard]] std::string_view repeated_phrase(std::string_view line, std::size_t least);

}  // namespace signalbox
