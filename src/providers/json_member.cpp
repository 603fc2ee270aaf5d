#include "providers/json_member.hpp"

namespace signalbox {

namespace {

// Behind the string that begins at `at` (its opening quote).
std::size_t skip_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
    }
    return at + 1;
}

// Behind the value that begins at `at`: at the comma or bracket that follows it.
std::size_t skip_value(std::string_view text, std::size_t at) {
    for (int depth = 0; at < text.size();) {
        auto const c = text[at];
        if (c == '"') {
            at = skip_string(text, at);
            continue;
        }
        if (depth == 0 && (c == ',' || c == '}')) return at;
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        ++at;
    }
    return at;
}

}  // namespace

void erase_member(std::string& object, std::string_view name) {
    std::string_view const text = object;
    auto before = text.find('{');  // the bracket or the comma before a member
    while (before < text.size() && text[before] != '}') {
        auto const key = text.find('"', before);
        if (key == std::string_view::npos) return;
        auto const key_end = skip_string(text, key);
        auto const value_end = skip_value(text, text.find(':', key_end) + 1);
        if (text.substr(key + 1, key_end - key - 2) == name) {
            bool const last = value_end >= text.size() || text[value_end] == '}';
            auto const from = last && text[before] == ',' ? before : key;
            object.erase(from, (last ? value_end : value_end + 1) - from);
            return;
        }
        before = value_end;
    }
}

}  // namespace signalbox
