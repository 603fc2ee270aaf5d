#pragma once

#include "core/error.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace signalbox::server {

// A whole answer. An answer that was streamed has left already and says so.
struct Response {
    int status = 200;
    std::string_view content_type = "application/json";
    std::string body;
    std::string allow;      // methods, for 405
    int retry_after = 0;    // seconds, 1-60; 0: no such field, but 429 and 503 always get one
    bool hopeless = false;  // a retry of this 5xx cannot help
    bool close = false;     // the connection cannot go on
    bool streamed = false;
    std::optional<Errc> error;  // what the status stands for, for the log
};

[[nodiscard]] Response json_response(std::string body);
// The error's public body, status and retry advice.
[[nodiscard]] Response error_response(Error const& error);

}  // namespace signalbox::server
