#pragma once

#include "core/error.hpp"

#include <string>
#include <string_view>

namespace signalbox::app {

// Replaces a file at once, mode 0600: whoever reads it sees the old text or the new one. Makes the folders
// it needs. Errors: internal, with the path and the reason.
[[nodiscard]] Result<void> replace_file(std::string const& path, std::string_view text);

}  // namespace signalbox::app
