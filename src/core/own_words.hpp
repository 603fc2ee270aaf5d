#pragma once

#include <string_view>

namespace signalbox {

// What a person typed, of a message that a coding agent or editor sent for them: without the blocks that such programs
// put before and after it ("<system-reminder>...</system-reminder>"), and out of the tags that they wrap it in
// ("<user_query>...</user_query>"). Those blocks tell of the program, not of the request, and are often longer
// than it. A block in the middle stays, as does one without its end. Empty: all of it is the program's.
// A view into `text`; takes time in its length, and next to none for text without tags at its ends.
[[nodiscard]] std::string_view own_words(std::string_view text);

}  // namespace signalbox
