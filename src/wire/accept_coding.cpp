#include "wire/accept_coding.hpp"

#include <algorithm>
#include <optional>

namespace signalbox::wire {

namespace {

constexpr std::string_view space = " \t";

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool same(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

// "q=0", "q=0.", "q=0.000": not wanted. What is no weight at all says nothing.
bool refused(std::string_view parameters) {
    auto const weight = trimmed(parameters);
    if (weight.size() < 3 || lower(weight[0]) != 'q' || weight[1] != '=') return false;
    return weight.substr(2).find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

bool accepts_coding(std::string_view field, std::string_view coding) {
    std::optional<bool> any;
    while (!field.empty()) {
        auto const comma = field.find(',');
        auto const one = field.substr(0, comma);
        field.remove_prefix(comma == std::string_view::npos ? field.size() : comma + 1);
        auto const semicolon = one.find(';');
        auto const name = trimmed(one.substr(0, semicolon));
        bool const wanted = semicolon == std::string_view::npos || !refused(one.substr(semicolon + 1));
        if (same(name, coding)) return wanted;
        if (name == "*") any = wanted;
    }
    return any.value_or(false);
}

}  // namespace signalbox::wire
