#include "app/environment.hpp"

#include <algorithm>
#include <cstdlib>

namespace signalbox::app {

Environment process_environment() {
    return [](std::string_view name) -> std::optional<std::string> {
        auto const* value = std::getenv(std::string{name}.c_str());
        if (value == nullptr || *value == '\0') return std::nullopt;
        return value;
    };
}

bool is_variable_name(std::string_view name) {
    auto const letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
    auto const digit = [](char c) { return c >= '0' && c <= '9'; };
    return !name.empty() && name.size() <= 128 && letter(name.front()) &&
           std::ranges::all_of(name, [&](char c) { return letter(c) || digit(c); });
}

}  // namespace signalbox::app
