#include "held_out.hpp"

#include <openssl/evp.h>

#include <array>
#include <numeric>
#include <string>

namespace signalbox::training {

bool is_held_out(std::string_view id) {
    auto const text = "dev" + std::string{id};
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_md5(), nullptr);
    // 256 leaves 1 when divided by 5: the digest leaves what the sum of its bytes leaves.
    return std::accumulate(digest.begin(), digest.begin() + size, 0U) % 5 == 0;
}

}  // namespace signalbox::training
