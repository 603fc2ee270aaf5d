#include "core/json_finder.hpp"

#include <algorithm>
#include <cstddef>

namespace signalbox {

namespace {

constexpr bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// From the first brace that an object may begin with: a member or the closing brace follows.
std::string_view object_start(std::string_view text) {
    for (auto at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
        auto next = at + 1;
        while (next < text.size() && is_blank(text[next])) ++next;
        if (next < text.size() && (text[next] == '"' || text[next] == '}')) return text.substr(at);
    }
    return {};
}

}  // namespace

std::string_view next_json_object(std::string_view& rest) {
    auto const text = object_start(rest);
    std::size_t depth = 0;
    bool in_string = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        char const c = text[at];
        if (in_string) {
            if (c == '\\') ++at;
            if (c == '"') in_string = false;
            continue;
        }
        if (c == '"') in_string = true;
        if (c == '{') ++depth;
        if (c == '}' && --depth == 0) {
            rest = text.substr(at + 1);
            return text.substr(0, at + 1);
        }
    }
    rest = text.substr(std::min<std::size_t>(text.size(), 1));
    return {};
}

}  // namespace signalbox
