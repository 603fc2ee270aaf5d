#pragma once

#include <span>
#include <string_view>

namespace signalbox::app {

// The name that `wrong` was probably meant to be: at most two edits away, or a third of its length.
// Empty: none is near. Of very many names only the first 256 are looked at.
[[nodiscard]] std::string_view nearest(std::string_view wrong, std::span<std::string_view const> names);

}  // namespace signalbox::app
