#pragma once

#include "routing/lru_map.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace signalbox {

// Splits one capacity over parts with a lock each, so that loops rarely meet. Below 1,024 entries there
// is one part: its order of eviction is then that of the whole.
// `Shard` is constructible from its capacity.
template <class Shard>
class Shards {
public:
    explicit Shards(std::size_t capacity) {
        std::size_t const count = capacity < 1024 ? 1 : 16;
        for (std::size_t i = 0; i < count; ++i) {
            auto const share = capacity / count + (i < capacity % count ? 1 : 0);
            all_.push_back(std::make_unique<Shard>(share));
        }
    }
    // By the digest's second half; the maps inside use the first.
    [[nodiscard]] Shard& of(Digest const& key) const { return *all_[key[1] % all_.size()]; }
    [[nodiscard]] auto begin() const { return all_.begin(); }
    [[nodiscard]] auto end() const { return all_.end(); }

private:
    std::vector<std::unique_ptr<Shard>> all_;
};

}  // namespace signalbox
