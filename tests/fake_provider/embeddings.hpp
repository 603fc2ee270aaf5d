#pragma once

#include "behaviours.hpp"
#include "options.hpp"
#include "script.hpp"

#include <string_view>

namespace fake {

// The answer to a request for embeddings: vectors that depend on nothing but each input, as numbers or base64.
// A model with a behaviour other than normal does what it does in chat.
[[nodiscard]] Script embed(std::string_view body, Options const& options, Memory& memory);

}  // namespace fake
