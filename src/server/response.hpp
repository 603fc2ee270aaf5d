#pragma once

#include "core/error.hpp"
#include "server/page_files.hpp"

#include <memory>
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
    PageBody const* page = nullptr;  // is the body, instead of `body`, and brings fields of its own
    // What the status stands for. Unless the answer was streamed, the session writes its body, in the shape of the
    // path's API. A pointer, because every frame of an open stream has room for a Response.
    std::unique_ptr<Error> error;
};

[[nodiscard]] Response json_response(std::string body);
// The error's status and retry advice.
[[nodiscard]] Response error_response(Error error);
// What is left to say of an answer that was streamed; `whole`: the client got its end. No error: null.
[[nodiscard]] Response streamed_response(bool whole, Error const* error);

}  // namespace signalbox::server
