#include "wire/raw_members.hpp"

#include <charconv>

namespace signalbox::wire {

namespace {

bool is_space(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

void skip_space(std::string_view& text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
}

// Length of the string literal at the front, quotes included.
std::size_t string_length(std::string_view text) {
    for (auto quote = text.find('"', 1); quote != std::string_view::npos; quote = text.find('"', quote + 1)) {
        if (text[quote - 1] != '\\') return quote + 1;
        auto escapes = quote;
        while (text[escapes - 1] == '\\') --escapes;
        if ((quote - escapes) % 2 == 0) return quote + 1;
    }
    return text.size();
}

std::size_t container_length(std::string_view text) {
    std::size_t depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') {
            i += string_length(text.substr(i)) - 1;
            continue;
        }
        auto const either = text[i] | 0x20;  // '[' and '{' differ in this bit only, and so do their ends
        if (either == '{') ++depth;
        if (either == '}' && --depth == 0) return i + 1;
    }
    return text.size();
}

std::size_t value_length(std::string_view text) {
    if (text.empty()) return 0;
    if (text.front() == '"') return string_length(text);
    if (text.front() == '{' || text.front() == '[') return container_length(text);
    std::size_t length = 0;
    while (length < text.size() && text[length] != ',' && text[length] != '}' && !is_space(text[length])) ++length;
    return length;
}

}  // namespace

RawMembers::RawMembers(std::string_view object) : rest_{object} {
    skip_space(rest_);
    if (rest_.starts_with('{')) {
        rest_.remove_prefix(1);
    } else {
        rest_ = {};
    }
}

bool RawMembers::next(RawMember& member) {
    while (!rest_.empty() && (is_space(rest_.front()) || rest_.front() == ',')) rest_.remove_prefix(1);
    if (!rest_.starts_with('"')) return false;
    auto const* const begin = rest_.data();
    auto const length = string_length(rest_);
    if (length < 2) return false;
    member.name = rest_.substr(1, length - 2);
    rest_.remove_prefix(length);
    skip_space(rest_);
    if (!rest_.starts_with(':')) return false;
    rest_.remove_prefix(1);
    skip_space(rest_);
    member.value = rest_.substr(0, value_length(rest_));
    rest_.remove_prefix(member.value.size());
    member.whole = {begin, static_cast<std::size_t>(rest_.data() - begin)};
    return true;
}

bool means(std::string_view raw_name, std::string_view name) {
    if (raw_name.size() <= name.size()) return raw_name == name;  // an escape would make it longer
    while (!raw_name.empty() && !name.empty()) {
        auto byte = static_cast<unsigned>(static_cast<unsigned char>(raw_name.front()));
        std::size_t length = 1;
        if (raw_name.starts_with("\\u") && raw_name.size() >= 6) {
            std::from_chars(raw_name.data() + 2, raw_name.data() + 6, byte, 16);
            length = 6;
        }
        if (byte != static_cast<unsigned char>(name.front())) return false;
        raw_name.remove_prefix(length);
        name.remove_prefix(1);
    }
    return raw_name.empty() && name.empty();
}

}  // namespace signalbox::wire
