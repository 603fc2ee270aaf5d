#pragma once

#include <ctime>
#include <string>
#include <string_view>

namespace signalbox::server {

// The value of the Date field, formatted once a second. Threads: one loop.
class HttpDate {
public:
    // "Tue, 24 Nov 2026 17:01:01 GMT". Lives until the next call.
    [[nodiscard]] std::string_view at(std::time_t now);

private:
    std::time_t second_ = -1;
    std::string text_;
};

}  // namespace signalbox::server
