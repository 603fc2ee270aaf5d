#include "json_text.hpp"

#include <array>
#include <cstdio>

namespace fake {

void append_json(std::string& out, std::string_view text) {
    out.push_back('"');
    for (char const c : text) {
        switch (c) {
            case '"':
                out.append("\\\"");
                continue;
            case '\\':
                out.append("\\\\");
                continue;
            case '\n':
                out.append("\\n");
                continue;
            case '\r':
                out.append("\\r");
                continue;
            case '\t':
                out.append("\\t");
                continue;
            default:
                break;
        }
        if (static_cast<unsigned char>(c) >= 0x20) {
            out.push_back(c);
            continue;
        }
        std::array<char, 8> escaped{};
        std::snprintf(escaped.data(), escaped.size(), "\\u%04x", static_cast<unsigned>(c));
        out.append(escaped.data());
    }
    out.push_back('"');
}

std::string json_text(std::string_view text) {
    std::string out;
    append_json(out, text);
    return out;
}

}  // namespace fake
