#pragma once

#include <string_view>

namespace signalbox {

// Cheap and nearly always false: can the first sentence of `answer` refuse at all?
[[nodiscard]] bool may_refuse(std::string_view answer);

// Does the first sentence, or the one behind an apology, say that the speaker will not or cannot do
// what was asked? It has to say both: that there is a "cannot", and that it is help that cannot be had.
// Knows English, German, French, Spanish, Italian, Portuguese and a few fixed phrases of others.
// REQUIRES: `text` is in lower case, with plain apostrophes.
[[nodiscard]] bool refuses(std::string_view text);

}  // namespace signalbox
