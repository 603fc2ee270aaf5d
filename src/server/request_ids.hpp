#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace signalbox::server {

// Makes request and run ids: 128 bits from the kernel's generator, so that nobody can guess one.
// Draws them in blocks: one system call for 64 ids. Threads: one loop.
class RequestIds {
public:
    // 32 lower-case hexadecimal digits.
    [[nodiscard]] std::string next();
    // Bits for jitter.
    [[nodiscard]] std::uint32_t bits();

private:
    void take(unsigned char* into, std::size_t count);
    std::array<unsigned char, 1024> block_{};
    std::size_t used_ = block_.size();
};

}  // namespace signalbox::server
