#pragma once

#include "analysis/features.hpp"
#include "core/recent_turns.hpp"
#include "core/tokens.hpp"

namespace signalbox {

// Tokens of the whole prompt: the last turn as it was read, the rest of the conversation by its bytes,
// at the last turn's rate when that is long enough to tell prose from code and ideographs.
[[nodiscard]] Tokens estimate_input_tokens(RecentTurns const& recent, Features const& last);

}  // namespace signalbox
