#include "validation/phrase_loop.hpp"

#include "validation/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace signalbox {

namespace {

constexpr std::size_t window = 1024;
constexpr std::size_t stride = 512;
constexpr std::size_t least_copies = 5;

// Rules, boxes and numbers may be long; words and shouts may not.
bool says_something(std::string_view unit) {
    constexpr char symbols = '\xE2';  // begins dashes, bullets, arrows and box drawing, and no letters
    for (std::size_t at = 0; at < unit.size(); ++at) {
        char const c = unit[at];
        if (c == symbols) {
            at += 2;
        } else if (is_letter(c) || c == '!' || c == '?' || c == '@') {
            // The unit may begin inside a symbol.
            if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80 || !unit.contains(symbols)) return true;
        }
    }
    return false;
}

// Cheap and nearly always false: does the end of `text` stand once more before it, as near as the
// period of a loop over `least` bytes allows? The loop's last bytes then do: all but one period.
bool may_loop(std::string_view text, std::size_t least) {
    auto const same = least - least / least_copies;
    auto const longest_period = text.size() / least_copies;
    auto const end = text.substr(text.size() - same);
    return text.substr(text.size() - same - longest_period, longest_period + same - 1).contains(end);
}

// The repeated unit that `text` ends with. Reads it backwards: the prefix function of a text gives
// the shortest period of each of its prefixes.
std::string_view unit_at_end(std::string_view text, std::size_t least) {
    if (!may_loop(text, least)) return {};
    std::array<std::uint16_t, window> border{};
    auto const at = [text](std::size_t i) { return text[text.size() - 1 - i]; };
    for (std::size_t i = 1; i < text.size(); ++i) {
        std::size_t k = border[i - 1];
        while (k > 0 && at(i) != at(k)) k = border[k - 1];
        if (at(i) == at(k)) ++k;
        border[i] = static_cast<std::uint16_t>(k);
        auto const length = i + 1;
        auto const period = length - k;
        if (length < least || length < period * least_copies) continue;
        auto const unit = text.substr(text.size() - period);
        if (says_something(unit)) return unit;
    }
    return {};
}

}  // namespace

std::string_view repeated_phrase(std::string_view line, std::size_t least) {
    if (line.size() < least) return {};
    for (std::size_t end = window; end < line.size(); end += stride) {
        auto const unit = unit_at_end(line.substr(end - window, window), least);
        if (!unit.empty()) return unit;
    }
    auto const tail = std::min(line.size(), window);
    return unit_at_end(line.substr(line.size() - tail), least);
}

}  // namespace signalbox
