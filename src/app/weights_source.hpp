#pragma once

#include "analysis/weights.hpp"
#include "core/error.hpp"

#include <string>

namespace signalbox::app {

// The weights of the analysis in a file that the training program wrote.
// Errors: invalid_value, with the path and what is wrong.
[[nodiscard]] Result<Weights> load_weights(std::string const& path);

}  // namespace signalbox::app
