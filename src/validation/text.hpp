#pragma once

#include "core/chain_context.hpp"
#include "core/whole_text.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

// Small readings of text for the checks. Views in, views out; only excerpt() allocates.
namespace signalbox {

[[nodiscard]] constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
// ASCII letters and every byte of a multi-byte character: what words are made of.
[[nodiscard]] constexpr bool is_letter(char c) {
    auto const byte = static_cast<unsigned char>(c);
    return (byte | 0x20U) - 'a' < 26 || byte >= 0x80;
}

[[nodiscard]] std::string_view trim(std::string_view text);

// Takes the first line off `rest`, without its line end.
[[nodiscard]] std::string_view next_line(std::string_view& rest);

// Takes the first word off `rest`; empty when there is none left.
[[nodiscard]] std::string_view next_word(std::string_view& rest);

// ASCII case is ignored; `stem` and `prefix` are in lower case.
[[nodiscard]] bool starts_with(std::string_view text, std::string_view prefix);
[[nodiscard]] bool equal_words(std::string_view left, std::string_view right);
// Does any word of `text` begin with one of `stems`? None of them is empty.
[[nodiscard]] bool has_word_like(std::string_view text, std::span<std::string_view const> stems);

// The last user message: what the answer should answer. Empty when there is none.
[[nodiscard]] std::string_view task_of(ChainContext const* context);

// The first `limit` bytes at most, never ending inside a UTF-8 character; line ends become blanks.
[[nodiscard]] std::string excerpt(std::string_view text, std::size_t limit);

}  // namespace signalbox
