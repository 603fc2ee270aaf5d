#pragma once

#include "core/error.hpp"

#include <string>

namespace signalbox::app {

// The bytes of a file, unpacked where its name ends in .gz. At most 256 MiB, unpacked.
// Errors: invalid_value, with the path and the reason.
[[nodiscard]] Result<std::string> read_data_file(std::string const& path);

}  // namespace signalbox::app
