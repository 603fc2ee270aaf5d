#pragma once

#include "wire/http_head.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace signalbox::wire {

// The grammar that request and response heads share (RFC 9110 section 5, RFC 9112 section 5), strictly:
// lines end in CRLF, names are tokens with the colon right behind, no folding, no control characters.

[[nodiscard]] bool is_token(char byte);
[[nodiscard]] bool is_visible(char byte);  // ASCII 0x21-0x7e

// ASCII only. `lower` is in lower case.
[[nodiscard]] bool equals_ignoring_case(std::string_view text, std::string_view lower);
[[nodiscard]] std::string_view without_space(std::string_view text);

// Takes one field line with its CRLF off `rest`; false when it breaks the grammar.
[[nodiscard]] bool take_field(std::string_view& rest, HeaderField& field);

// Digits only, below 2^63.
[[nodiscard]] std::optional<std::uint64_t> read_length(std::string_view value);

// What the Connection fields of one head say together.
struct ConnectionTokens {
    bool close = false;
    bool keep_alive = false;
    void add(std::string_view value);
};

}  // namespace signalbox::wire
