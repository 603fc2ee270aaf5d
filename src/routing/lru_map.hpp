#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <unordered_map>
#include <utility>

namespace signalbox {

// A keyed 128-bit hash; its bits are as good as random, so any of them may choose a bucket or a shard.
using Digest = std::array<std::uint64_t, 2>;

// A map of fixed capacity that forgets what was used longest ago.
// Invariant: size() <= capacity. Allocates only when an entry is added.
// Threads: none; the owner locks.
template <class Value>
class LruMap {
public:
    explicit LruMap(std::size_t capacity) : capacity_{capacity} {}

    // Null when absent. Counts as a use. Valid until the next put, erase or clear.
    [[nodiscard]] Value* use(Digest const& key) {
        auto const found = index_.find(key);
        if (found == index_.end()) return nullptr;
        order_.splice(order_.begin(), order_, found->second);
        return &found->second->second;
    }

    [[nodiscard]] Value const* peek(Digest const& key) const {
        auto const found = index_.find(key);
        return found == index_.end() ? nullptr : &found->second->second;
    }

    // Adds or replaces, as the most recent one. Returns how many entries had to go for it.
    std::size_t put(Digest const& key, Value value) {
        if (capacity_ == 0) return 0;
        if (auto* known = use(key)) {
            *known = std::move(value);
            return 0;
        }
        std::size_t evicted = 0;
        if (order_.size() == capacity_) {
            index_.erase(order_.back().first);
            order_.pop_back();
            evicted = 1;
        }
        order_.emplace_front(key, std::move(value));
        index_.emplace(key, order_.begin());
        return evicted;
    }

    void erase(Digest const& key) {
        auto const found = index_.find(key);
        if (found == index_.end()) return;
        order_.erase(found->second);
        index_.erase(found);
    }

    void clear() {
        index_.clear();
        order_.clear();
    }

    [[nodiscard]] std::size_t size() const { return order_.size(); }
    // Most recent first.
    [[nodiscard]] auto begin() const { return order_.begin(); }
    [[nodiscard]] auto end() const { return order_.end(); }

private:
    struct Hash {
        std::size_t operator()(Digest const& key) const { return static_cast<std::size_t>(key[0]); }
    };
    using Order = std::list<std::pair<Digest, Value>>;  // most recent first

    std::size_t capacity_ = 0;
    Order order_;
    std::unordered_map<Digest, typename Order::iterator, Hash> index_;
};

}  // namespace signalbox
