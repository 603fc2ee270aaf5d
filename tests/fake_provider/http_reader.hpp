#pragma once

#include <cstddef>
#include <string_view>

namespace fake {

// One request in a connection's buffer; views into it.
struct HttpRequest {
    std::string_view method;
    std::string_view target;
    std::string_view head;  // all header lines, without the request line
    std::string_view body;
    std::size_t size = 0;  // bytes it takes in the buffer
    bool keep_alive = true;
    bool authorization = false;  // some key came
};

enum class Reading { complete, incomplete, broken };

// Reads the request at the start of `bytes`. Content-Length only: a chunked request is `broken`.
[[nodiscard]] Reading read_request(std::string_view bytes, HttpRequest& request);

// Whether `line` starts with `name` (lower case), whatever the case of the line.
[[nodiscard]] bool same_name(std::string_view line, std::string_view name);

}  // namespace fake
