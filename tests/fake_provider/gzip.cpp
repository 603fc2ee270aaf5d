#include "gzip.hpp"

#include <algorithm>
#include <cstdint>

namespace fake {
namespace {

std::uint32_t crc32(std::string_view bytes) {
    std::uint32_t crc = ~0U;
    for (char const byte : bytes) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (0xEDB88320U & (0U - (crc & 1U)));
    }
    return ~crc;
}

void append_little_endian(std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>((value >> (8 * i)) & 0xFF));
}

}  // namespace

std::string gzip(std::string_view content) {
    constexpr std::size_t block = 0xFFFF;
    std::string out{"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", 10};
    auto rest = content;
    do {
        auto const size = std::min(rest.size(), block);
        out.push_back(size == rest.size() ? '\x01' : '\x00');
        append_little_endian(out, static_cast<std::uint32_t>(size), 2);
        append_little_endian(out, ~static_cast<std::uint32_t>(size), 2);
        out.append(rest.substr(0, size));
        rest.remove_prefix(size);
    } while (!rest.empty());
    append_little_endian(out, crc32(content), 4);
    append_little_endian(out, static_cast<std::uint32_t>(content.size()), 4);
    return out;
}

}  // namespace fake
