#include "server/request_start.hpp"

#include <algorithm>
#include <string>

namespace signalbox::server {

Result<bool> check_request_start(std::string_view bytes, wire::HeadLimits const& limits) {
    constexpr std::size_t line_overhead = 64;  // method, version and spaces around the target
    auto const end = bytes.find('\n');
    auto const line = bytes.substr(0, end);
    auto const printable = [](char c) { return (c >= ' ' && c <= '~') || c == '\r'; };
    if (!std::ranges::all_of(line, printable)) return fail(Errc::bad_request, "this is not an HTTP request");
    if (line.size() > limits.target + line_overhead)
        return fail(Errc::header_too_large, "the request target is too long");
    if (end == std::string_view::npos) return false;

    // The line in a head of its own: one parser judges lines.
    std::string head{bytes.substr(0, end + 1)};
    head += "Host: localhost\r\n\r\n";
    wire::RequestHead parsed;
    if (auto read = wire::parse_request_head(head, limits, parsed); !read)
        return std::unexpected(std::move(read.error()));
    return true;
}

}  // namespace signalbox::server
