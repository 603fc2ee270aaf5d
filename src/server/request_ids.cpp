#include "server/request_ids.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <sys/random.h>

namespace signalbox::server {

void RequestIds::take(unsigned char* into, std::size_t count) {
    if (block_.size() - used_ < count) {
        for (std::size_t got = 0; got < block_.size();) {
            auto const bytes = getrandom(block_.data() + got, block_.size() - got, 0);
            if (bytes > 0) got += static_cast<std::size_t>(bytes);  // only a signal makes it fail, once
        }
        used_ = 0;
    }
    std::memcpy(into, block_.data() + used_, count);
    std::fill_n(block_.data() + used_, count, static_cast<unsigned char>(0));
    used_ += count;
}

std::string RequestIds::next() {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<unsigned char, 16> bytes{};
    take(bytes.data(), bytes.size());
    std::string id(2 * bytes.size(), '0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        id[2 * i] = digits[bytes[i] >> 4];
        id[2 * i + 1] = digits[bytes[i] & 15U];
    }
    return id;
}

std::uint32_t RequestIds::bits() {
    std::uint32_t out = 0;
    take(reinterpret_cast<unsigned char*>(&out), sizeof out);
    return out;
}

}  // namespace signalbox::server
