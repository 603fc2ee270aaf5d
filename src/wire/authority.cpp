#include "wire/authority.hpp"

namespace signalbox::wire {

namespace {

constexpr std::size_t longest_name = 255;
constexpr std::size_t longest_address = 45;

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }
bool is_letter(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }
bool is_hex(char byte) { return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F'); }

bool is_port(std::string_view text) {
    if (text.empty() || text.size() > 5) return false;
    int port = 0;
    for (auto const byte : text) {
        if (!is_digit(byte)) return false;
        port = port * 10 + (byte - '0');
    }
    return port >= 1 && port <= 65535;
}

bool is_name(std::string_view text) {
    if (text.empty() || text.size() > longest_name || text.front() == '.') return false;
    auto previous = '\0';
    for (auto const byte : text) {
        if (byte == '.' && previous == '.') return false;
        if (!is_letter(byte) && !is_digit(byte) && byte != '-' && byte != '_' && byte != '.') return false;
        previous = byte;
    }
    return true;
}

bool is_address(std::string_view text) {
    if (text.size() < 2 || text.size() > longest_address) return false;
    auto colons = 0;
    for (auto const byte : text) {
        if (byte == ':') ++colons;
        if (!is_hex(byte) && byte != ':' && byte != '.') return false;
    }
    return colons >= 2;
}

}  // namespace

bool is_authority(std::string_view text) {
    if (text.starts_with('[')) {
        auto const close = text.find(']');
        if (close == std::string_view::npos || !is_address(text.substr(1, close - 1))) return false;
        auto const rest = text.substr(close + 1);
        return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
    }
    auto const colon = text.find(':');
    if (colon == std::string_view::npos) return is_name(text);
    return is_name(text.substr(0, colon)) && is_port(text.substr(colon + 1));
}

}  // namespace signalbox::wire
