#include "app/random_secret.hpp"

#include <random>
#include <sys/random.h>

namespace signalbox::app {

KeyedHash::Key random_secret() {
    KeyedHash::Key secret{};
    auto const size = static_cast<ssize_t>(sizeof secret);
    if (::getrandom(secret.data(), sizeof secret, 0) == size) return secret;
    std::random_device device;
    for (auto& word : secret) word = std::uint64_t{device()} << 32 | device();
    return secret;
}

}  // namespace signalbox::app
