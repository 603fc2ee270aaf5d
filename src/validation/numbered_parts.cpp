#include "validation/numbered_parts.hpp"

#include "validation/byte_search.hpp"
#include "validation/text.hpp"

#include <charconv>

namespace signalbox {

namespace {

constexpr std::size_t most_parts = 64;

struct Marker {
    std::size_t number = 0;  // 0: none
    std::size_t size = 0;
};

// "12. ", "12) " or "(12) " at the very beginning.
Marker marker_at(std::string_view text) {
    bool const bracket = text.starts_with('(');
    auto const digits = text.substr(bracket ? 1 : 0);
    std::size_t number = 0;
    auto const [end, error] =
        std::from_chars(digits.data(), digits.data() + std::min<std::size_t>(digits.size(), 3), number);
    if (error != std::errc{} || number == 0 || number > most_parts) return {};
    auto const rest = digits.substr(static_cast<std::size_t>(end - digits.data()));
    if (rest.empty() || (rest.front() != ')' && (bracket || rest.front() != '.'))) return {};
    if (rest.size() > 1 && !is_blank(rest[1]) && rest[1] != '*') return {};
    return {number, text.size() - rest.size() + 1};
}

struct Place {
    std::size_t begin = std::string_view::npos;
    Marker marker;
};

// Where part `number` begins.
Place find_part(std::string_view text, std::size_t number) {
    for (auto digit = find_digit(text, 0); digit < text.size(); digit = find_digit(text, digit)) {
        auto const at = digit > 0 && text[digit - 1] == '(' ? digit - 1 : digit;
        while (digit < text.size() && is_digit(text[digit])) ++digit;
        if (at > 0 && !is_blank(text[at - 1])) continue;
        if (auto const marker = marker_at(text.substr(at)); marker.number == number) return {at, marker};
    }
    return {};
}

}  // namespace

bool NumberedParts::next() {
    auto const place = find_part(rest_, number_ + 1);
    if (place.begin == std::string_view::npos) return false;
    ++number_;
    rest_.remove_prefix(place.begin + place.marker.size);
    part_ = rest_.substr(0, find_part(rest_, number_ + 1).begin);
    return true;
}

std::size_t numbered_questions(std::string_view text) {
    // Without two question marks, the numbers need no look.
    if (auto const mark = text.find('?'); mark == std::string_view::npos || !text.substr(mark + 1).contains('?'))
        return 0;
    NumberedParts parts{text};
    while (parts.next()) {
        if (!parts.part().contains('?')) return 0;
    }
    return parts.number() < 2 ? 0 : parts.number();
}

std::size_t numbered_answers(std::string_view answer) {
    std::size_t reached = 0;
    for (auto rest = answer; !rest.empty();) {
        auto line = trim(next_line(rest));
        if (line.empty()) continue;
        if (line.starts_with('#')) return 0;
        while (line.starts_with('*')) line.remove_prefix(1);
        auto const marker = marker_at(line);
        if (reached == 0 && marker.number != 1) return 0;
        if (reached > 0 && marker.number == 1) return 0;
        if (marker.number == reached + 1) ++reached;
    }
    return reached;
}

}  // namespace signalbox
