#include "server/key_hash.hpp"

#include <openssl/evp.h>

#include <sys/random.h>

namespace signalbox::server {

namespace {

constexpr std::string_view prefix = "sha256:";
constexpr std::string_view digits = "0123456789abcdef";
constexpr std::string_view base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

KeyHasher::KeyHasher() : algorithm_{EVP_MD_fetch(nullptr, "SHA256", nullptr)}, context_{EVP_MD_CTX_new()} {}

KeyHasher::~KeyHasher() {
    EVP_MD_CTX_free(context_);
    EVP_MD_free(algorithm_);
}

KeyHash KeyHasher::operator()(std::string_view key) {
    KeyHash hash{};
    EVP_DigestInit_ex2(context_, algorithm_, nullptr);
    EVP_DigestUpdate(context_, key.data(), key.size());
    EVP_DigestFinal_ex(context_, hash.data(), nullptr);
    return hash;
}

Secret make_key() {
    std::array<unsigned char, 33> random{};  // whole groups of three; the last byte is left out below
    if (::getrandom(random.data(), 32, 0) != 32) return {};
    std::string text{"sbx_"};
    for (std::size_t i = 0; i < random.size(); i += 3) {
        auto const group = unsigned{random[i]} << 16 | unsigned{random[i + 1]} << 8 | random[i + 2];
        for (int shift = 18; shift >= 0; shift -= 6) text.push_back(base64url[group >> shift & 63U]);
    }
    text.pop_back();
    return Secret{std::move(text)};
}

std::string hash_text(KeyHash const& hash) {
    std::string text{prefix};
    for (auto const byte : hash) text.append(1, digits[byte >> 4]).append(1, digits[byte & 15U]);
    return text;
}

std::optional<KeyHash> read_hash(std::string_view text) {
    KeyHash hash{};
    if (!text.starts_with(prefix) || text.size() != prefix.size() + 2 * hash.size()) return std::nullopt;
    text.remove_prefix(prefix.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const digit = digits.find(text[i]);
        if (digit == std::string_view::npos) return std::nullopt;
        hash[i / 2] = static_cast<unsigned char>(hash[i / 2] << 4 | digit);
    }
    return hash;
}

}  // namespace signalbox::server
