#pragma once

#include <string_view>

namespace signalbox {

// Takes the next outermost {...} off `rest`, wherever it stands in the text. Braces in JSON strings
// do not count. Empty when the next brace is not closed (`rest` then begins behind it) or there is
// none (`rest` is then empty). One call is linear in the text.
[[nodiscard]] std::string_view next_json_object(std::string_view& rest);

}  // namespace signalbox
