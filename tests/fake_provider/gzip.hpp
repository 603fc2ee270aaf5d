#pragma once

#include <string>
#include <string_view>

namespace fake {

// A valid gzip member that holds `content` uncompressed (stored blocks): every reader must take it.
[[nodiscard]] std::string gzip(std::string_view content);

}  // namespace fake
