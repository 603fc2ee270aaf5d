#pragma once

#include "core/keyed_hash.hpp"
#include "server/api_key.hpp"
#include "server/key_account.hpp"

#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

namespace signalbox::server {

// A key and what it has used up.
struct KeyEntry {
    ApiKey key;
    std::shared_ptr<KeyAccount> account;
};
using SharedKey = std::shared_ptr<KeyEntry const>;

// The API keys that are good here, found by their hashes. Immutable: a reload builds another one.
//
// Finding one takes as long as finding none, and does not depend on how much of a hash is right: the
// index is by a hash of the hash under a secret of this table, and exactly one whole comparison follows.
// Threads: shared by all loops.
class KeyTable {
public:
    // Accounts of keys that `before` had with the same id and limits go on. `midnight`: UTC's last one, on the
    // steady clock. REQUIRES: no hash twice.
    KeyTable(std::vector<ApiKey> keys, bool open_to_loopback, TimePoint midnight, KeyTable const* before);

    // Null when it is unknown, revoked or expired.
    [[nodiscard]] SharedKey find(KeyHash const& hash, std::chrono::sys_seconds now) const;

    [[nodiscard]] std::span<SharedKey const> keys() const { return keys_; }
    // Clients on this machine need none.
    [[nodiscard]] bool open_to_loopback() const { return open_to_loopback_; }

private:
    [[nodiscard]] std::uint64_t place_of(KeyHash const& hash) const;

    KeyedHash::Key secret_{};
    std::vector<SharedKey> keys_;
    std::unordered_map<std::uint64_t, std::size_t> index_;
    bool open_to_loopback_;
};

// The last midnight, UTC, as the steady clock has it, told by the wall clock now.
[[nodiscard]] TimePoint last_midnight(TimePoint now, std::chrono::system_clock::time_point wall);

}  // namespace signalbox::server
