#pragma once

#include "core/chain_context.hpp"
#include "validation/language.hpp"

#include <optional>

namespace signalbox {

// Does anything that was said mention a language, a script or translating? Then every language of
// the answer may be the right one. Reads the first 16 KB of each message.
[[nodiscard]] bool free_to_choose(ChainContext const& context);

// The language that the task or a system message plainly asks to be answered in ("reply in German");
// nothing when there is no such wish, or several languages are named. Reads the same.
[[nodiscard]] std::optional<Language> wished_language(ChainContext const& context);

}  // namespace signalbox
