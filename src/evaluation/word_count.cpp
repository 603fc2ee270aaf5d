#include "evaluation/word_count.hpp"

#include <algorithm>
#include <array>

namespace signalbox::evaluation {

namespace {

bool is_ascii_space(char byte) {
    return byte == ' ' || (byte >= '\t' && byte <= '\r') || (byte >= 0x1c && byte <= 0x1f);
}

// The white space beyond ASCII, in UTF-8.
constexpr std::array<std::string_view, 6> wide_spaces{"\u0085", "\u00a0", "\u1680", "\u202f", "\u205f", "\u3000"};

// How many bytes of white space `text` begins with: one character, or none. U+2000 to U+200A, U+2028 and U+2029 are
// the ones that begin with E2 80.
std::size_t space_at(std::string_view text) {
    if (is_ascii_space(text[0])) return 1;
    if (static_cast<unsigned char>(text[0]) < 0x80) return 0;
    if (text.size() >= 3 && text.starts_with("\xe2\x80")) {
        auto const last = static_cast<unsigned char>(text[2]);
        if ((last >= 0x80 && last <= 0x8a) || last == 0xa8 || last == 0xa9) return 3;
    }
    auto const found = std::ranges::find_if(wide_spaces, [&](auto space) { return text.starts_with(space); });
    return found == wide_spaces.end() ? 0 : found->size();
}

}  // namespace

std::size_t word_count(std::string_view text) {
    std::size_t words = 0;
    bool inside = false;
    while (!text.empty()) {
        auto const space = space_at(text);
        words += space == 0 && !inside;
        inside = space == 0;
        text.remove_prefix(std::max<std::size_t>(space, 1));
    }
    return words;
}

}  // namespace signalbox::evaluation
