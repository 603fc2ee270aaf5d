#pragma once

#include "core/error.hpp"
#include "wire/http_head.hpp"

#include <string_view>

namespace signalbox::server {

// Looks at a request head that is not complete yet: what cannot become one (a TLS hello, HTTP/0.9,
// line noise) is refused at once instead of at the header deadline. True when the request line is
// complete and good, false when it has not come whole. Errors: those of parse_request_head.
[[nodiscard]] Result<bool> check_request_start(std::string_view bytes, wire::HeadLimits const& limits);

}  // namespace signalbox::server
