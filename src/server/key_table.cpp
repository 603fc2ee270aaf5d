#include "server/key_table.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <sys/random.h>

namespace signalbox::server {

namespace {

std::shared_ptr<KeyAccount> account_of(ApiKey const& key, TimePoint midnight, KeyTable const* before) {
    if (before != nullptr) {
        auto const same = [&](SharedKey const& entry) {
            return entry->key.id == key.id && entry->account->limits == key.limits;
        };
        auto const known = before->keys();
        if (auto const found = std::ranges::find_if(known, same); found != known.end()) return (*found)->account;
    }
    return std::make_shared<KeyAccount>(key.limits, midnight);
}

}  // namespace

KeyTable::KeyTable(std::vector<ApiKey> keys, bool open_to_loopback, TimePoint midnight, KeyTable const* before)
    : open_to_loopback_{open_to_loopback} {
    // Without randomness the index is one that somebody might predict; the comparison stays what it is.
    static_cast<void>(::getrandom(secret_.data(), sizeof secret_, 0));
    for (auto& key : keys) {
        auto account = account_of(key, midnight, before);
        index_.emplace(place_of(key.hash), keys_.size());
        keys_.push_back(std::make_shared<KeyEntry const>(std::move(key), std::move(account)));
    }
}

std::uint64_t KeyTable::place_of(KeyHash const& hash) const {
    KeyedHash place{secret_};
    place.update({reinterpret_cast<char const*>(hash.data()), hash.size()});
    return place.finish()[0];
}

SharedKey KeyTable::find(KeyHash const& hash, std::chrono::sys_seconds now) const {
    auto const found = index_.find(place_of(hash));
    KeyHash const nobody{};
    auto const& known = found != index_.end() ? keys_[found->second]->key.hash : nobody;
    if (CRYPTO_memcmp(known.data(), hash.data(), hash.size()) != 0 || found == index_.end()) return nullptr;
    auto const& entry = keys_[found->second];
    bool const over = entry->key.expires && now >= *entry->key.expires;
    return over || entry->key.revoked ? nullptr : entry;
}

TimePoint last_midnight(TimePoint now, std::chrono::system_clock::time_point wall) {
    auto const since = wall - std::chrono::floor<std::chrono::days>(wall);
    return now - std::chrono::duration_cast<Duration>(since);
}

}  // namespace signalbox::server
