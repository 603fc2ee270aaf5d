#pragma once

#include <cstdint>
#include <string_view>

namespace signalbox {

// What a character means to the reader of features.
enum class Script : std::uint8_t {
    letter,     // part of a word
    ideograph,  // a word of its own: Chinese, Japanese and Korean characters
    mark,       // punctuation, symbols, emoji: ends a word
    invalid,    // no UTF-8
};

struct Character {
    char32_t code = 0;
    std::uint8_t bytes = 1;  // 1 when invalid
    Script script = Script::invalid;
};

// The character that begins at `at`. REQUIRES: at < text.size(). Overlong forms and surrogates are invalid.
[[nodiscard]] Character read_character(std::string_view text, std::size_t at);

// Lower case of Latin, Greek and Cyrillic letters that fold within the same number of bytes.
[[nodiscard]] char32_t fold_case(char32_t code);

}  // namespace signalbox
