#pragma once

#include <optional>
#include <string_view>

namespace signalbox {

// What a single quote begins.
enum class Apostrophe { string, character, character_or_lifetime, nothing };
// What a backtick begins.
enum class Backtick { nothing, raw_string, template_string, name };

// How a language writes the things in which brackets and quotes mean nothing.
struct CodeLanguage {
    std::string_view name;
    std::string_view line_comment = {};  // "//", "#", "--"; empty: none
    bool block_comments = false;         // /* ... */
    bool nested_comments = false;
    Apostrophe apostrophe = Apostrophe::string;
    Backtick backtick = Backtick::nothing;
    bool backslash = true;       // escapes in strings
    bool triple_quotes = false;  // """ ... """ may hold line ends
    bool strings_span_lines = false;
    bool raw_strings = false;  // R"x( ... )x" or r#" ... "#
    bool regex_literals = false;
    bool brackets = true;  // have to be balanced
};

// The language that a fence's info string names ("python", "py title=x"); nothing for those whose
// strings and comments are not known, which are never blamed.
[[nodiscard]] std::optional<CodeLanguage> code_language(std::string_view info);

}  // namespace signalbox
