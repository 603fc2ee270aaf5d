#include "http_reader.hpp"

#include <charconv>

namespace fake {
namespace {

constexpr std::size_t max_head = 64UL * 1024;
constexpr std::size_t max_body = 64UL << 20;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

bool read_line(std::string_view line, HttpRequest& request, std::size_t& length) {
    if (same_name(line, "content-length:")) {
        auto const value = trimmed(line.substr(15));
        auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
        return error == std::errc{} && end == value.data() + value.size() && length <= max_body;
    }
    if (same_name(line, "connection:")) request.keep_alive = !same_name(trimmed(line.substr(11)), "close");
    if (same_name(line, "authorization:") || same_name(line, "x-api-key:")) request.authorization = true;
    return !same_name(line, "transfer-encoding:");
}

bool read_first_line(std::string_view line, HttpRequest& request) {
    auto const space = line.find(' ');
    auto const last = line.rfind(' ');
    if (space == std::string_view::npos || last == space) return false;
    request.method = line.substr(0, space);
    request.target = line.substr(space + 1, last - space - 1);
    request.keep_alive = !line.ends_with("HTTP/1.0");
    return true;
}

}  // namespace

bool same_name(std::string_view line, std::string_view name) {
    if (line.size() < name.size()) return false;
    for (std::size_t i = 0; i < name.size(); ++i) {
        auto const c = line[i] >= 'A' && line[i] <= 'Z' ? static_cast<char>(line[i] + 32) : line[i];
        if (c != name[i]) return false;
    }
    return true;
}

Reading read_request(std::string_view bytes, HttpRequest& request) {
    auto const head_end = bytes.find("\r\n\r\n");
    if (head_end == std::string_view::npos) return bytes.size() > max_head ? Reading::broken : Reading::incomplete;

    auto const line_end = bytes.find("\r\n");
    if (!read_first_line(bytes.substr(0, line_end), request)) return Reading::broken;
    request.head = line_end == head_end ? std::string_view{} : bytes.substr(line_end + 2, head_end - line_end - 2);

    std::size_t length = 0;
    for (auto rest = request.head; !rest.empty();) {
        auto const end = rest.find("\r\n");
        if (!read_line(rest.substr(0, end), request, length)) return Reading::broken;
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 2);
    }
    request.size = head_end + 4 + length;
    if (bytes.size() < request.size) return Reading::incomplete;
    request.body = bytes.substr(head_end + 4, length);
    return Reading::complete;
}

}  // namespace fake
