#pragma once

#include "core/analysis_result.hpp"
#include "core/chain_context.hpp"
#include "core/keyed_hash.hpp"
#include "core/time.hpp"
#include "routing/shards.hpp"

#include <cstdint>
#include <mutex>
#include <optional>

namespace signalbox {

// The first level of the route cache: the analysis of an exact conversation tail. Exact but for the
// case of ASCII letters and the amount of space between words; line breaks count.
//
// Invariants: at most `capacity` analyses; one older than `ttl` or of another epoch is never returned.
// Threads: safe from all loops.
class AnalysisMemo {
public:
    AnalysisMemo(std::size_t capacity, Duration ttl, KeyedHash::Key secret);

    [[nodiscard]] std::optional<AnalysisResult> find(ChainContext const& context, std::uint64_t epoch, TimePoint now);
    // The same without counting a use, a hit or a miss.
    [[nodiscard]] std::optional<AnalysisResult> peek(ChainContext const& context, std::uint64_t epoch,
                                                     TimePoint now) const;
    void store(ChainContext const& context, AnalysisResult const& analysis, std::uint64_t epoch, TimePoint now);
    void clear();

    // Equal for conversations that have the same analysis by construction.
    [[nodiscard]] Digest key(ChainContext const& context) const;

    struct Counts {
        std::uint64_t hits = 0;
        std::uint64_t misses = 0;
    };
    [[nodiscard]] Counts counts() const;

private:
    struct Entry {
        AnalysisResult analysis;
        std::uint64_t epoch = 0;
        TimePoint stored{};
    };
    struct Shard {
        explicit Shard(std::size_t capacity) : entries{capacity} {}
        std::mutex mutex;
        LruMap<Entry> entries;
        Counts counts;
    };

    Duration ttl_{};
    KeyedHash::Key secret_{};
    Shards<Shard> shards_;
};

}  // namespace signalbox
