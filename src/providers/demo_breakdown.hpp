#pragma once

#include "core/chain_context.hpp"
#include "providers/demo_question.hpp"

#include <cstdint>
#include <string>

namespace signalbox {

// How the small demo model fails at a complex question: it begins well and then turns in circles,
// stops after the first part, or breaks off in a code block. Always something that the
// deterministic checks see.
[[nodiscard]] std::string demo_breakdown(ChainContext const& context, DemoQuestion const& question, std::uint64_t hash);

}  // namespace signalbox
