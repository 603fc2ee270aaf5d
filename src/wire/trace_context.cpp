#include "wire/trace_context.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace signalbox::wire {

namespace {

constexpr std::size_t longest_state = 512;
constexpr std::size_t most_members = 32;
constexpr std::size_t longest_key = 256;
constexpr std::size_t longest_value = 256;

// Of "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".
constexpr std::size_t parent_size = 55;
constexpr std::string_view known_version = "00";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}
bool is_id(std::string_view text) { return is_hex(text) && text.find_first_not_of('0') != std::string_view::npos; }

bool is_parent(std::string_view text) {
    if (text.size() < parent_size || text[2] != '-' || text[35] != '-' || text[52] != '-') return false;
    auto const version = text.substr(0, 2);
    if (!is_hex(version) || version == "ff") return false;
    bool const longer = text.size() > parent_size;
    if (longer && (version == known_version || text[parent_size] != '-')) return false;
    return is_id(text.substr(3, 32)) && is_id(text.substr(36, 16)) && is_hex(text.substr(53, 2));
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    return text;
}

// "vendor=value" or "tenant@vendor=value".
bool is_member(std::string_view text) {
    auto const equals = text.find('=');
    if (equals == std::string_view::npos) return false;
    auto const key = text.substr(0, equals);
    auto const value = text.substr(equals + 1);
    auto const fits_key = [](char c) {
        return is_small(c) || is_digit(c) || c == '_' || c == '-' || c == '*' || c == '/' || c == '@';
    };
    auto const fits_value = [](char c) { return c >= ' ' && c <= '~' && c != '='; };
    if (key.empty() || key.size() > longest_key || !(is_small(key[0]) || is_digit(key[0]))) return false;
    if (value.empty() || value.size() > longest_value) return false;
    return std::ranges::all_of(key, fits_key) && std::ranges::all_of(value, fits_value);
}

// Empty members are allowed and mean nothing.
bool is_state(std::string_view text) {
    if (text.size() > longest_state) return false;
    std::size_t members = 0;
    for (auto rest = text; !rest.empty();) {
        auto const comma = rest.find(',');
        auto const member = trimmed(rest.substr(0, comma));
        if (!member.empty() && (!is_member(member) || ++members > most_members)) return false;
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    }
    return members > 0;
}

// Several lines of it are one list, in their order.
std::string state_of(RequestHead const& head) {
    std::string state;
    for (auto const& field : head.fields) {
        if (!std::ranges::equal(field.name, std::string_view{"tracestate"}, {}, lower)) continue;
        if (!state.empty()) state += ',';
        state += field.value;
    }
    return state;
}

}  // namespace

std::string trace_lines(RequestHead const& head) {
    if (!is_parent(head.traceparent)) return {};
    std::string lines{"traceparent: "};
    lines.append(known_version).append(head.traceparent.substr(2, parent_size - 2)).append("\r\n");
    return lines + trace_state_line(head);
}

std::optional<TraceParent> trace_parent(RequestHead const& head) {
    auto const text = head.traceparent;
    if (!is_parent(text)) return std::nullopt;
    TraceParent parent{.trace = text.substr(3, 32)};
    std::from_chars(text.data() + 36, text.data() + 52, parent.span, 16);
    unsigned flags = 0;
    std::from_chars(text.data() + 53, text.data() + 55, flags, 16);
    parent.sampled = (flags & 1U) != 0;
    return parent;
}

std::string trace_state_line(RequestHead const& head) {
    auto const state = state_of(head);
    return is_state(state) ? "tracestate: " + state + "\r\n" : std::string{};
}

}  // namespace signalbox::wire
