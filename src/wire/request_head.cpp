#include "wire/authority.hpp"
#include "wire/head_scanner.hpp"
#include "wire/http_head.hpp"

#include <string>
#include <utility>

namespace signalbox::wire {

namespace {

constexpr std::size_t longest_method = 32;

std::unexpected<Error> refuse(std::string_view why, std::string_view param = {}) {
    return fail(Errc::bad_request, std::string{why}, std::string{param});
}

std::unexpected<Error> too_large(std::string_view why, std::string_view param = {}) {
    return fail(Errc::header_too_large, std::string{why}, std::string{param});
}

// One empty line before the request line is legal (RFC 9112, section 2.2).
std::string_view without_empty_line(std::string_view bytes) {
    if (bytes.starts_with("\r\n")) bytes.remove_prefix(2);
    return bytes;
}

// ---- the request line

Result<void> read_version(std::string_view text, RequestHead& out) {
    auto const is_digit = [](char byte) { return byte >= '0' && byte <= '9'; };
    if (text.size() != 8 || !text.starts_with("HTTP/") || !is_digit(text[5]) || text[6] != '.' || !is_digit(text[7])) {
        return refuse("the request line has no HTTP version");
    }
    if (text[5] != '1' || text[7] > '1') return refuse("only HTTP/1.0 and HTTP/1.1 are spoken here", "version");
    out.http_1_0 = text[7] == '0';
    return {};
}

// The authority becomes the host, whatever the Host field says.
Result<void> read_absolute_form(std::string_view behind_scheme, RequestHead& out) {
    auto const end = behind_scheme.find_first_of("/?");
    out.host = behind_scheme.substr(0, end);
    if (!is_authority(out.host)) return refuse("the authority of the target is malformed");
    out.path = end == std::string_view::npos ? std::string_view{} : behind_scheme.substr(end);
    return {};
}

Result<void> read_target(std::string_view target, RequestHead& out) {
    if (target.find('#') != std::string_view::npos) return refuse("the target has a fragment");
    if (target == "*") {
        out.path = target;
        if (out.method != "OPTIONS") return refuse("the target * is for OPTIONS");
        return {};
    }
    if (target.starts_with('/')) {
        out.path = target;
    } else if (equals_ignoring_case(target.substr(0, 7), "http://")) {
        if (auto const read = read_absolute_form(target.substr(7), out); !read) return read;
    } else if (equals_ignoring_case(target.substr(0, 8), "https://")) {
        if (auto const read = read_absolute_form(target.substr(8), out); !read) return read;
    } else {
        return refuse("the target is neither a path nor a URL");
    }
    if (auto const mark = out.path.find('?'); mark != std::string_view::npos) {
        out.query = out.path.substr(mark + 1);
        out.path = out.path.substr(0, mark);
    }
    if (out.path.empty()) out.path = "/";
    return {};
}

std::size_t count_while(std::string_view text, bool (*wanted)(char)) {
    std::size_t count = 0;
    while (count < text.size() && wanted(text[count])) ++count;
    return count;
}

Result<void> take_request_line(std::string_view& rest, HeadLimits const& limits, RequestHead& out) {
    auto const method = count_while(rest, is_token);
    if (method == 0 || method > longest_method || !rest.substr(method).starts_with(' ')) {
        return refuse("the request line has no method");
    }
    out.method = rest.substr(0, method);
    rest.remove_prefix(method + 1);

    auto const length = count_while(rest, is_visible);
    if (length > limits.target) return too_large("the target is too long", "target");
    if (length == 0 || !rest.substr(length).starts_with(' ')) return refuse("the request line has no valid target");
    auto const target = rest.substr(0, length);
    rest.remove_prefix(length + 1);

    auto const end = rest.find('\n');
    if (end == std::string_view::npos || end == 0 || rest[end - 1] != '\r') return refuse("a line ends without CR");
    if (auto const read = read_version(rest.substr(0, end - 1), out); !read) return read;
    rest.remove_prefix(end + 1);
    return read_target(target, out);
}

// ---- the fields

enum class Known : std::uint8_t {
    accept,
    api_key,
    authorization,
    connection,
    content_encoding,
    content_length,
    content_type,
    expect,
    host,
    last_event_id,
    origin,
    traceparent,
    transfer_encoding,
    other,
};
constexpr unsigned bit(Known field) { return 1U << static_cast<unsigned>(field); }
// These may come more than once.
constexpr unsigned repeatable =
    bit(Known::accept) | bit(Known::connection) | bit(Known::traceparent) | bit(Known::other);

Known known(std::string_view name) {
    auto const is = [name](std::string_view lower) { return equals_ignoring_case(name, lower); };
    switch (name.size()) {
        case 4:
            return is("host") ? Known::host : Known::other;
        case 6:
            if (is("accept")) return Known::accept;
            if (is("origin")) return Known::origin;
            return is("expect") ? Known::expect : Known::other;
        case 9:
            return is("x-api-key") ? Known::api_key : Known::other;
        case 10:
            return is("connection") ? Known::connection : Known::other;
        case 11:
            return is("traceparent") ? Known::traceparent : Known::other;
        case 12:
            return is("content-type") ? Known::content_type : Known::other;
        case 13:
            if (is("authorization")) return Known::authorization;
            return is("last-event-id") ? Known::last_event_id : Known::other;
        case 14:
            return is("content-length") ? Known::content_length : Known::other;
        case 16:
            return is("content-encoding") ? Known::content_encoding : Known::other;
        case 17:
            return is("transfer-encoding") ? Known::transfer_encoding : Known::other;
        default:
            return Known::other;
    }
}

class FieldGate {
public:
    explicit FieldGate(RequestHead& out) : out_{out}, absolute_{!out.host.empty()} {}

    Result<void> take(HeaderField const& field) {
        auto const which = known(field.name);
        if ((seen_ & bit(which) & ~repeatable) != 0)
            return refuse("the field " + std::string{field.name} + " is there twice");
        auto const first = (seen_ & bit(which)) == 0;
        seen_ |= bit(which);
        switch (which) {
            case Known::accept:
                if (first) out_.accept = field.value;
                return {};
            case Known::api_key:
                out_.api_key = field.value;
                return {};
            case Known::authorization:
                out_.authorization = field.value;
                return {};
            case Known::connection:
                connection_.add(field.value);
                return {};
            case Known::content_encoding:
                out_.content_encoding = field.value;
                return {};
            case Known::content_length:
                return length(field.value);
            case Known::content_type:
                out_.content_type = field.value;
                return {};
            case Known::expect:
                expect_ = field.value;
                return {};
            case Known::host:
                return host(field.value);
            case Known::last_event_id:
                out_.last_event_id = field.value;
                return {};
            case Known::origin:
                out_.origin = field.value;
                return {};
            case Known::traceparent:
                out_.traceparent = first ? field.value : std::string_view{};
                return {};
            case Known::transfer_encoding:
                transfer_coding_ = field.value;
                return {};
            case Known::other:
                return {};
        }
        return {};
    }

    Result<void> finish() {
        if (!seen(Known::host) && !out_.http_1_0) return refuse("the field Host is missing");
        out_.keep_alive = !connection_.close && (!out_.http_1_0 || connection_.keep_alive);
        if (auto const read = framing(); !read) return read;
        return expectation();
    }

private:
    [[nodiscard]] bool seen(Known field) const { return (seen_ & bit(field)) != 0; }

    Result<void> host(std::string_view value) {
        if (!is_authority(value)) return refuse("the field Host is malformed");
        if (!absolute_) out_.host = value;
        return {};
    }

    Result<void> length(std::string_view value) {
        out_.content_length = read_length(value);
        if (!out_.content_length) return refuse("the field Content-Length is not a number of bytes");
        return {};
    }

    Result<void> framing() {
        if (!seen(Known::transfer_encoding)) return {};
        if (out_.http_1_0) return refuse("HTTP/1.0 has no Transfer-Encoding");
        if (out_.content_length) return refuse("Content-Length and Transfer-Encoding contradict each other");
        if (transfer_coding_.empty()) return refuse("the field Transfer-Encoding is empty");
        out_.chunked = equals_ignoring_case(transfer_coding_, "chunked");
        if (!out_.chunked) return refuse("the only transfer coding known here is chunked", "transfer-encoding");
        return {};
    }

    Result<void> expectation() {
        if (!seen(Known::expect)) return {};
        if (!equals_ignoring_case(expect_, "100-continue")) return refuse("the expectation is unknown", "expect");
        out_.expects_continue = !out_.http_1_0;
        return {};
    }

    RequestHead& out_;
    bool absolute_;
    unsigned seen_ = 0;
    ConnectionTokens connection_;
    std::string_view transfer_coding_;
    std::string_view expect_;
};

}  // namespace

Result<void> parse_request_head(std::string_view bytes, HeadLimits const& limits, RequestHead& out) {
    auto fields = std::move(out.fields);
    fields.clear();
    out = RequestHead{};
    out.fields = std::move(fields);

    if (bytes.size() > limits.head) return too_large("the head is too large");
    auto rest = without_empty_line(bytes);
    if (auto const read = take_request_line(rest, limits, out); !read) return read;

    FieldGate gate{out};
    while (!rest.starts_with('\r')) {
        HeaderField field;
        if (!take_field(rest, field)) return refuse("a header field is malformed");
        if (out.fields.size() == limits.fields) return too_large("the head has too many fields");
        out.fields.push_back(field);
        if (auto const taken = gate.take(field); !taken) return taken;
    }
    if (rest != "\r\n") return refuse("the head does not end in a blank line");
    return gate.finish();
}

Result<void> check_head_start(std::string_view bytes, HeadLimits const& limits) {
    if (bytes.size() > limits.head) return too_large("the head is too large");
    auto rest = bytes == "\r" ? std::string_view{} : without_empty_line(bytes);
    if (auto const lf = rest.find('\n'); lf != std::string_view::npos) {
        RequestHead ignored;
        return take_request_line(rest, limits, ignored);
    }
    auto const method = count_while(rest, is_token);
    if (method > longest_method) return refuse("the request line has no method");
    if (method == rest.size()) return {};
    if (method == 0 || rest[method] != ' ') return refuse("the request line has no method");
    rest.remove_prefix(method + 1);

    auto const target = count_while(rest, is_visible);
    if (target > limits.target) return too_large("the target is too long", "target");
    if (target == rest.size()) return {};
    if (target == 0 || rest[target] != ' ') return refuse("the request line has no valid target");
    constexpr std::size_t version_line = 9;  // HTTP/1.1 and CR
    if (rest.size() - target - 1 > version_line) return refuse("the request line has no HTTP version");
    return {};
}

}  // namespace signalbox::wire
