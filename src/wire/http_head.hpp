#pragma once

#include "core/error.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace signalbox::wire {

struct HeaderField {
    std::string_view name;   // as sent
    std::string_view value;  // without surrounding space
};

struct HeadLimits {
    std::size_t target = 8 * 1024;
    std::size_t head = 32 * 1024;
    std::size_t fields = 100;
};

// Offset just behind the blank line that ends a message head, or npos while it is incomplete.
// A blank line after a lone LF counts too, so that such a head is refused at once.
[[nodiscard]] std::size_t head_end(std::string_view bytes);

// Looks at the beginning of a request whose head is not complete yet: fails as parse_request_head()
// would when no further bytes can make it acceptable (another protocol, a target without end), so
// that such a peer need not be waited for.
[[nodiscard]] Result<void> check_head_start(std::string_view bytes, HeadLimits const& limits);

// A request head that passed the gate. All views point into the parsed bytes, but for the "/" that an
// absolute form without a path stands for.
struct RequestHead {
    std::string_view method;
    std::string_view path;   // raw, exactly as sent, without the query; absolute form reduced to its path
    std::string_view query;  // behind '?', or empty
    std::string_view host;   // with its port; the authority of an absolute form; empty only on HTTP/1.0
    bool http_1_0 = false;
    bool keep_alive = true;
    bool chunked = false;
    bool expects_continue = false;
    std::optional<std::uint64_t> content_length;
    std::string_view content_type;  // first of each below, empty when absent
    std::string_view content_encoding;
    std::string_view accept;
    std::string_view authorization;
    std::string_view origin;
    std::string_view last_event_id;
    std::string_view api_key;                                          // x-api-key
    std::string_view traceparent;                                      // empty too when there are several
    std::vector<HeaderField> fields;                                   // all of them, in order
    [[nodiscard]] std::string_view find(std::string_view name) const;  // case-insensitive; empty when absent
};

// Reads one complete head (up to and with its blank line) into `out`, which is reused between
// requests. Anything ambiguous is refused, never repaired: see the table in
// tests/data/http_heads.tsv. Errors: bad_request, header_too_large, and bad_request with `param`
// "transfer-encoding" (501), "version" (505) or "expect" (417) for what we do not speak.
[[nodiscard]] Result<void> parse_request_head(std::string_view bytes, HeadLimits const& limits, RequestHead& out);

// A response head from a provider.
struct ResponseHead {
    int status = 0;
    bool keep_alive = true;
    bool chunked = false;
    std::optional<std::uint64_t> content_length;  // neither this nor chunked: the body ends with the connection
    std::string_view content_type;
    std::string_view content_encoding;
    std::string_view retry_after;
    std::string_view retry_after_ms;
    std::string_view location;
};

// Errors: provider_protocol.
[[nodiscard]] Result<void> parse_response_head(std::string_view bytes, HeadLimits const& limits, ResponseHead& out);

}  // namespace signalbox::wire
