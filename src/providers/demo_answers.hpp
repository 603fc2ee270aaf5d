#pragma once

#include "core/chain_context.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox {

// What the demo model `name` (small, medium, large) answers. The same context, name and seed give
// the same text. The small one breaks down on complex questions in a way that the deterministic
// checks see; asked with a judge prompt, any of them judges what it is shown.
[[nodiscard]] std::string demo_answer(ChainContext const& context, std::string_view name, std::uint64_t seed);

}  // namespace signalbox
