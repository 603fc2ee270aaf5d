#include "validation/alphabet.hpp"

#include "validation/text.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace signalbox {

namespace {

struct Range {
    std::uint32_t first;
    std::uint32_t last;
    Alphabet alphabet;
};

constexpr std::array<Range, 13> ranges{{
    {0x00C0, 0x024F, Alphabet::latin},
    {0x0370, 0x03FF, Alphabet::greek},
    {0x0400, 0x052F, Alphabet::cyrillic},
    {0x0590, 0x05FF, Alphabet::hebrew},
    {0x0600, 0x077F, Alphabet::arabic},
    {0x0900, 0x0DFF, Alphabet::indic},
    {0x0E00, 0x0E7F, Alphabet::thai},
    {0x1100, 0x11FF, Alphabet::east_asian},
    {0x1E00, 0x1EFF, Alphabet::latin},
    {0x3040, 0x30FF, Alphabet::east_asian},
    {0x3400, 0x4DBF, Alphabet::east_asian},
    {0x4E00, 0x9FFF, Alphabet::east_asian},
    {0xAC00, 0xD7AF, Alphabet::east_asian},
}};

// Takes one character of two or three bytes off `rest`; 0 when it is none, after skipping a byte.
std::uint32_t take_character(std::string_view& rest) {
    auto const byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(rest[i])); };
    std::uint32_t code = 0;
    std::size_t size = 1;
    if (rest.size() >= 2 && (byte(0) & 0xE0U) == 0xC0) {
        code = (byte(0) & 0x1FU) << 6 | (byte(1) & 0x3FU);
        size = 2;
    } else if (rest.size() >= 3 && (byte(0) & 0xF0U) == 0xE0) {
        code = (byte(0) & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
        size = 3;
    }
    rest.remove_prefix(size);
    return code;
}

std::optional<Alphabet> alphabet_of(std::uint32_t code) {
    auto const* const found =
        std::ranges::find_if(ranges, [code](Range r) { return code >= r.first && code <= r.last; });
    if (found == ranges.end()) return std::nullopt;
    return found->alphabet;
}

}  // namespace

void Letters::add(std::string_view text) {
    auto const note = [this](Alphabet alphabet) {
        ++count[static_cast<std::size_t>(alphabet)];
        ++total;
    };
    while (!text.empty()) {
        if (static_cast<unsigned char>(text.front()) >= 0x80) {
            if (auto const alphabet = alphabet_of(take_character(text))) note(*alphabet);
            continue;
        }
        if (is_letter(text.front())) note(Alphabet::latin);
        text.remove_prefix(1);
    }
}

Alphabet Letters::main() const {
    return static_cast<Alphabet>(std::ranges::distance(count.begin(), std::ranges::max_element(count)));
}

double Letters::share(Alphabet alphabet) const {
    if (total == 0) return 0;
    return static_cast<double>(count[static_cast<std::size_t>(alphabet)]) / static_cast<double>(total);
}

}  // namespace signalbox
