#pragma once

#include "core/secret.hpp"
#include "server/api_key.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_md_st;
struct evp_md_ctx_st;

namespace signalbox::server {

// Hashes keys with SHA-256. A slow hash would only slow this server down: keys are 256 random bits,
// which nobody can guess one by one, however fast the guesses (ADR 9).
// Threads: one loop.
class KeyHasher {
public:
    KeyHasher();
    ~KeyHasher();
    KeyHasher(KeyHasher const&) = delete;
    KeyHasher& operator=(KeyHasher const&) = delete;

    [[nodiscard]] KeyHash operator()(std::string_view key);

private:
    evp_md_st* algorithm_;  // fetched once: looking it up costs more than a hash
    evp_md_ctx_st* context_;
};

// A new key: 256 bits of the kernel's generator behind "sbx_". Empty when there are none.
[[nodiscard]] Secret make_key();

// "sha256:" and 64 hexadecimal digits.
[[nodiscard]] std::string hash_text(KeyHash const& hash);
[[nodiscard]] std::optional<KeyHash> read_hash(std::string_view text);

}  // namespace signalbox::server
