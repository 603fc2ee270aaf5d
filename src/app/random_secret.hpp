#pragma once

#include "core/keyed_hash.hpp"

namespace signalbox::app {

// The key of a keyed hash that nobody outside can predict.
[[nodiscard]] KeyedHash::Key random_secret();

}  // namespace signalbox::app
