#pragma once

#include "validation/code_language.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace signalbox {

// What keeps a piece of code from being read to its end.
struct CodeFault {
    enum class Kind {
        string,   // a string that nothing closes
        comment,  // a comment that nothing closes
        bracket,  // a bracket that nothing closes
        closer,   // a bracket closed by one of another kind
    };
    Kind kind = Kind::string;
    std::size_t at = 0;  // the byte where the unclosed thing begins, or the wrong closer stands
};

// The first fault that the lexical rules of `language` leave no doubt of; nothing when there is none,
// or the code nests deeper than 256 brackets. A closer without an opener is no fault: the code may
// be the end of something. Linear, without allocation.
[[nodiscard]] std::optional<CodeFault> scan_code(std::string_view code, CodeLanguage const& language);

}  // namespace signalbox
