#include "validation/text.hpp"

#include <algorithm>
#include <array>
#include <ranges>

namespace signalbox {

namespace {

using ByteTable = std::array<bool, 256>;

constexpr std::size_t index_of(char c) { return static_cast<unsigned char>(c); }

constexpr auto in_words = [] {
    ByteTable table{};
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = is_letter(static_cast<char>(i)) || is_digit(static_cast<char>(i));
    return table;
}();

}  // namespace

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string_view next_line(std::string_view& rest) {
    auto const end = std::min(rest.find('\n'), rest.size());
    auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::string_view next_word(std::string_view& rest) {
    std::size_t begin = 0;
    while (begin < rest.size() && !in_words[index_of(rest[begin])]) ++begin;
    std::size_t end = begin;
    while (end < rest.size() && (in_words[index_of(rest[end])] || rest[end] == '\'')) ++end;
    auto const word = rest.substr(begin, end - begin);
    rest.remove_prefix(end);
    return word;
}

bool starts_with(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() &&
           std::ranges::equal(text.substr(0, prefix.size()), prefix, {}, [](char c) { return lower(c); });
}

bool equal_words(std::string_view left, std::string_view right) {
    for (;;) {
        auto const a = next_word(left);
        auto const b = next_word(right);
        if (!std::ranges::equal(a, b, {}, lower, lower)) return false;
        if (a.empty()) return true;
    }
}

bool has_word_like(std::string_view text, std::span<std::string_view const> stems) {
    ByteTable begins_stem{};
    for (auto const stem : stems) begins_stem[index_of(stem.front())] = true;
    for (auto word = next_word(text); !word.empty(); word = next_word(text)) {
        if (!begins_stem[index_of(lower(word.front()))]) continue;
        if (std::ranges::any_of(stems, [word](auto stem) { return starts_with(word, stem); })) return true;
    }
    return false;
}

std::string_view task_of(ChainContext const* context) {
    if (context == nullptr) return {};
    for (auto const& message : context->messages | std::views::reverse) {
        if (message.role == Role::user) return message.content;
    }
    return {};
}

std::string excerpt(std::string_view text, std::size_t limit) {
    std::string out{whole_prefix(text, limit)};
    std::ranges::replace_if(out, is_blank, ' ');
    return out;
}

}  // namespace signalbox
