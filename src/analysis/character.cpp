#include "analysis/character.hpp"

namespace signalbox {

namespace {

bool between(char32_t code, char32_t first, char32_t last) { return code >= first && code <= last; }

Script script_of(char32_t code) {
    if (code < 0xC0 && code != 0xAA && code != 0xBA && code != 0xB5) return Script::mark;  // Latin-1 punctuation
    if (code == 0xD7 || code == 0xF7) return Script::mark;
    if (between(code, 0x2000, 0x2BFF) || between(code, 0x3000, 0x303F) || between(code, 0xFE00, 0xFE6F))
        return Script::mark;
    if (between(code, 0xFF00, 0xFFEF) || between(code, 0xE000, 0xF8FF) || between(code, 0x1F000, 0x1FAFF))
        return Script::mark;
    if (between(code, 0x3040, 0x30FF) || between(code, 0x3400, 0x9FFF) || between(code, 0xAC00, 0xD7AF))
        return Script::ideograph;
    if (between(code, 0xF900, 0xFAFF) || between(code, 0x20000, 0x3FFFF)) return Script::ideograph;
    return Script::letter;
}

}  // namespace

Character read_character(std::string_view text, std::size_t at) {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    auto const lead = byte(0);
    if (lead < 0x80) return {lead, 1, (lead | 0x20) >= 'a' && (lead | 0x20) <= 'z' ? Script::letter : Script::mark};
    if (lead < 0xC2 || lead > 0xF4) return {};
    std::uint8_t const bytes = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (text.size() - at < bytes) return {};
    char32_t code = lead & (0x7FU >> bytes);
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((byte(i) & 0xC0U) != 0x80) return {};
        code = code << 6 | (byte(i) & 0x3FU);
    }
    bool const overlong = bytes == 3 ? code < 0x800 : bytes == 4 && code < 0x10000;
    if (overlong || code > 0x10FFFF || between(code, 0xD800, 0xDFFF)) return {};
    return {code, bytes, script_of(code)};
}

char32_t fold_case(char32_t code) {
    if (between(code, 'A', 'Z') || (between(code, 0xC0, 0xDE) && code != 0xD7)) return code + 0x20;
    if (between(code, 0x410, 0x42F)) return code + 0x20;  // Cyrillic
    if (between(code, 0x400, 0x40F)) return code + 0x50;
    if (between(code, 0x391, 0x3A9)) return code + 0x20;                                 // Greek
    if (between(code, 0x100, 0x137) && code % 2 == 0 && code != 0x130) return code + 1;  // Latin with marks
    return code;
}

}  // namespace signalbox
