#include "wire/sse_writer.hpp"

namespace signalbox::wire {

namespace {

void append_field(std::string& out, std::string_view field, std::string_view value) {
    out.append(field).append(": ").append(value).append("\n");
}

}  // namespace

void append_sse(std::string& out, std::string_view id, std::string_view name, std::string_view data, int retry_ms) {
    if (!id.empty()) append_field(out, "id", id);
    if (!name.empty()) append_field(out, "event", name);
    if (retry_ms > 0) append_field(out, "retry", std::to_string(retry_ms));
    // What we write is nearly always one line.
    if (data.find('\n') == std::string_view::npos && data.find('\r') == std::string_view::npos) {
        out.append("data: ").append(data).append("\n\n");
        return;
    }
    for (std::string_view rest = data;;) {
        auto const end = rest.find_first_of("\r\n");
        append_field(out, "data", rest.substr(0, end));
        if (end == std::string_view::npos) break;
        bool const pair = rest.substr(end).starts_with("\r\n");
        rest.remove_prefix(end + (pair ? 2 : 1));
    }
    out += '\n';
}

void append_sse_comment(std::string& out) { out += ": keep-alive\n"; }

}  // namespace signalbox::wire
