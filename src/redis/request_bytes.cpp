#include "redis/request_bytes.hpp"

namespace signalbox::redis {

std::string request_bytes(std::span<std::string_view const> words) {
    std::size_t size = 16;
    for (auto const word : words) size += word.size() + 16;
    std::string bytes;
    bytes.reserve(size);
    bytes.append("*").append(std::to_string(words.size())).append("\r\n");
    for (auto const word : words) {
        bytes.append("$").append(std::to_string(word.size())).append("\r\n").append(word).append("\r\n");
    }
    return bytes;
}

}  // namespace signalbox::redis
