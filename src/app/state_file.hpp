#pragma once

#include "app/environment.hpp"

#include <string>
#include <string_view>

namespace signalbox::app {

// Where a file of that name is kept that outlives the process, unless the configuration says where: beside `neighbour`,
// else where this user's programs keep their state. Empty: nowhere is known.
[[nodiscard]] std::string state_file(std::string_view name, std::string const& neighbour,
                                     Environment const& environment);

}  // namespace signalbox::app
