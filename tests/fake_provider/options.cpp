#include "options.hpp"

#include <charconv>
#include <string_view>

namespace fake {
namespace {

template <class Number>
bool read_number(std::string_view text, Number& number) {
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

bool read_pause(std::string_view text, std::chrono::milliseconds& pause) {
    std::uint32_t number = 0;
    if (!read_number(text, number)) return false;
    pause = std::chrono::milliseconds{number};
    return true;
}

bool read_valued(std::string_view name, std::string_view value, Options& options) {
    if (name == "--port") return read_number(value, options.port);
    if (name == "--tokens") return read_number(value, options.tokens);
    if (name == "--first-ms") return read_pause(value, options.first);
    if (name == "--gap-ms") return read_pause(value, options.gap);
    return false;
}

}  // namespace

std::optional<Options> read_options(int count, char const* const* arguments, std::string& complaint) {
    Options options;
    for (int i = 1; i < count; ++i) {
        std::string_view const name = arguments[i];
        if (name == "--help") {
            options.help = true;
            continue;
        }
        if (name == "--die-with-parent") {
            options.die_with_parent = true;
            continue;
        }
        complaint.assign(name);
        if (i + 1 == count || !read_valued(name, arguments[i + 1], options)) return std::nullopt;
        ++i;
    }
    return options;
}

}  // namespace fake
