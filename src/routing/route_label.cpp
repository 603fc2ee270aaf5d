#include "routing/route_label.hpp"

#include <algorithm>

namespace signalbox {

RouteLabel::RouteLabel(std::uint64_t hash, int complexity, Category category) {
    auto const put = [this](char c) { text_[size_++] = c; };
    for (int shift = 28; shift >= 0; shift -= 4) put("0123456789abcdef"[hash >> shift & 15]);
    put('-');
    auto const number = std::clamp(complexity, 0, 99);
    if (number > 9) put(static_cast<char>('0' + number / 10));
    put(static_cast<char>('0' + number % 10));
    put('-');
    std::ranges::for_each(name(category), put);
}

RouteLabel::RouteLabel(std::string_view text)
    : size_{static_cast<std::uint8_t>(text.copy(text_.data(), text_.size()))} {}

}  // namespace signalbox
