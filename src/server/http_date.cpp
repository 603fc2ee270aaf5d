#include "server/http_date.hpp"

#include <array>

namespace signalbox::server {

std::string_view HttpDate::at(std::time_t now) {
    if (now == second_) return text_;
    second_ = now;
    std::tm utc{};
    gmtime_r(&now, &utc);
    // No setlocale() anywhere in the program: %a and %b are English.
    std::array<char, 40> text{};
    text_.assign(text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc));
    return text_;
}

}  // namespace signalbox::server
