#include "wire/http_head.hpp"

#include "wire/head_scanner.hpp"

namespace signalbox::wire {

std::size_t head_end(std::string_view bytes) {
    for (auto lf = bytes.find('\n'); lf != std::string_view::npos; lf = bytes.find('\n', lf + 1)) {
        auto const rest = bytes.substr(lf + 1, 2);
        if (rest.starts_with('\n')) return lf + 2;
        if (rest == "\r\n") return lf + 3;
    }
    return std::string_view::npos;
}

std::string_view RequestHead::find(std::string_view name) const {
    std::string lower{name};
    for (auto& byte : lower) {
        if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte + ('a' - 'A'));
    }
    for (auto const& field : fields) {
        if (equals_ignoring_case(field.name, lower)) return field.value;
    }
    return {};
}

}  // namespace signalbox::wire
