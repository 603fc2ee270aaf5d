#pragma once

#include <expected>
#include <string>
#include <vector>

namespace signalbox::training {

// The lines of a text file; of a gzip file, those of what it holds. Empty lines are left out.
[[nodiscard]] std::expected<std::vector<std::string>, std::string> read_lines(std::string const& path);

}  // namespace signalbox::training
