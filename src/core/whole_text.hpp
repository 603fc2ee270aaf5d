#pragma once

#include <cstddef>
#include <string_view>

// Ends of a text that do not cut a UTF-8 character in two.
namespace signalbox {

[[nodiscard]] constexpr bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

// The longest prefix of at most `limit` bytes.
[[nodiscard]] constexpr std::string_view whole_prefix(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return text;
    while (limit > 0 && continues_character(text[limit])) --limit;
    return text.substr(0, limit);
}

// The longest suffix of at most `limit` bytes.
[[nodiscard]] constexpr std::string_view whole_suffix(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return text;
    auto from = text.size() - limit;
    while (from < text.size() && continues_character(text[from])) ++from;
    return text.substr(from);
}

}  // namespace signalbox
