#include "wire/head_scanner.hpp"

#include <array>
#include <limits>

namespace signalbox::wire {

namespace {

enum ByteClass : std::uint8_t { token_byte = 1, visible_byte = 2, value_byte = 4 };

constexpr std::array<std::uint8_t, 256> byte_classes = [] {
    std::array<std::uint8_t, 256> classes{};
    for (unsigned byte = 0; byte < 256; ++byte) {
        auto& bits = classes[byte];
        auto const letter = (byte | 0x20U) >= 'a' && (byte | 0x20U) <= 'z';
        auto const digit = byte >= '0' && byte <= '9';
        auto const mark = std::string_view{"!#$%&'*+-.^_`|~"}.find(static_cast<char>(byte)) != std::string_view::npos;
        if (letter || digit || mark) bits |= token_byte;
        if (byte > 0x20 && byte < 0x7f) bits |= visible_byte;
        if ((byte >= 0x20 && byte != 0x7f) || byte == '\t') bits |= value_byte;
    }
    return classes;
}();

bool is(char byte, ByteClass wanted) { return (byte_classes[static_cast<unsigned char>(byte)] & wanted) != 0; }

bool is_space(char byte) { return byte == ' ' || byte == '\t'; }

}  // namespace

bool is_token(char byte) { return is(byte, token_byte); }
bool is_visible(char byte) { return is(byte, visible_byte); }

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
    if (text.size() != lower.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const byte = text[i];
        if ((byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte) != lower[i]) return false;
    }
    return true;
}

std::string_view without_space(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

bool take_field(std::string_view& rest, HeaderField& field) {
    auto const* const begin = rest.data();
    auto const* const end = begin + rest.size();
    auto const* at = begin;
    while (at != end && is(*at, token_byte)) ++at;
    if (at == begin || at == end || *at != ':') return false;
    field.name = {begin, at};
    auto const* const value = ++at;
    while (at != end && is(*at, value_byte)) ++at;
    if (end - at < 2 || at[0] != '\r' || at[1] != '\n') return false;
    field.value = without_space({value, at});
    rest.remove_prefix(static_cast<std::size_t>(at + 2 - begin));
    return true;
}

std::optional<std::uint64_t> read_length(std::string_view value) {
    constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
    if (value.empty()) return std::nullopt;
    std::uint64_t length = 0;
    for (auto const byte : value) {
        if (byte < '0' || byte > '9') return std::nullopt;
        auto const digit = static_cast<std::uint64_t>(byte - '0');
        if (length > (largest - digit) / 10) return std::nullopt;
        length = length * 10 + digit;
    }
    return length;
}

void ConnectionTokens::add(std::string_view value) {
    while (!value.empty()) {
        auto const comma = value.find(',');
        auto const word = without_space(value.substr(0, comma));
        if (equals_ignoring_case(word, "close")) close = true;
        if (equals_ignoring_case(word, "keep-alive")) keep_alive = true;
        if (comma == std::string_view::npos) return;
        value.remove_prefix(comma + 1);
    }
}

}  // namespace signalbox::wire
