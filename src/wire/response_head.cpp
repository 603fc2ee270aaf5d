#include "wire/head_scanner.hpp"
#include "wire/http_head.hpp"

#include <string>

namespace signalbox::wire {

namespace {

std::unexpected<Error> broken(std::string_view why) {
    return fail(Errc::provider_protocol, "the provider's answer is not HTTP: " + std::string{why});
}

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

// The reason phrase, and the space before it, may be missing.
Result<bool> take_status_line(std::string_view& rest, ResponseHead& out) {
    auto const end = rest.find('\n');
    if (end == std::string_view::npos || end == 0 || rest[end - 1] != '\r')
        return broken("the status line does not end");
    auto const line = rest.substr(0, end - 1);
    rest.remove_prefix(end + 1);
    if (line.size() < 12 || !line.starts_with("HTTP/1.") || (line[7] != '0' && line[7] != '1') || line[8] != ' ') {
        return broken("there is no HTTP/1 status line");
    }
    if (!is_digit(line[9]) || !is_digit(line[10]) || !is_digit(line[11]) || (line.size() > 12 && line[12] != ' ')) {
        return broken("the status is no number");
    }
    out.status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
    if (out.status < 100 || out.status > 599) return broken("there is no such status");
    return line[7] == '0';
}

struct Seen {
    bool length = false;
    bool coding = false;
    ConnectionTokens connection;
};

void keep_first(std::string_view& place, std::string_view value) {
    if (place.empty()) place = value;
}

Result<void> take(HeaderField const& field, Seen& seen, ResponseHead& out) {
    auto const is = [&](std::string_view lower) { return equals_ignoring_case(field.name, lower); };
    switch (field.name.size()) {
        case 8:
            if (is("location")) keep_first(out.location, field.value);
            return {};
        case 10:
            if (is("connection")) seen.connection.add(field.value);
            return {};
        case 11:
            if (is("retry-after")) keep_first(out.retry_after, field.value);
            return {};
        case 12:
            if (is("content-type")) keep_first(out.content_type, field.value);
            return {};
        case 14:
            if (is("retry-after-ms")) keep_first(out.retry_after_ms, field.value);
            if (!is("content-length")) return {};
            if (seen.length) return broken("two Content-Length");
            seen.length = true;
            out.content_length = read_length(field.value);
            if (!out.content_length) return broken("Content-Length is not a number of bytes");
            return {};
        case 16:
            if (is("content-encoding")) keep_first(out.content_encoding, field.value);
            return {};
        case 17:
            if (!is("transfer-encoding")) return {};
            if (seen.coding || !equals_ignoring_case(field.value, "chunked"))
                return broken("an unknown transfer coding");
            seen.coding = true;
            out.chunked = true;
            return {};
        default:
            return {};
    }
}

}  // namespace

Result<void> parse_response_head(std::string_view bytes, HeadLimits const& limits, ResponseHead& out) {
    out = ResponseHead{};
    if (bytes.size() > limits.head) return broken("the head is too large");
    auto rest = bytes;
    auto const http_1_0 = take_status_line(rest, out);
    if (!http_1_0) return std::unexpected{http_1_0.error()};

    Seen seen;
    std::size_t count = 0;
    while (!rest.starts_with('\r')) {
        HeaderField field;
        if (!take_field(rest, field)) return broken("a header field is malformed");
        if (++count > limits.fields) return broken("too many fields");
        if (auto const taken = take(field, seen, out); !taken) return taken;
    }
    if (rest != "\r\n") return broken("the head does not end in a blank line");
    if (out.chunked && out.content_length) return broken("Content-Length and Transfer-Encoding contradict each other");
    if (out.chunked && *http_1_0) return broken("Transfer-Encoding on HTTP/1.0");
    out.keep_alive = !seen.connection.close && (!*http_1_0 || seen.connection.keep_alive);
    return {};
}

}  // namespace signalbox::wire
