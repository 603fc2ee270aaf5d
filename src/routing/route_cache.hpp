#pragma once

#include "core/analysis_result.hpp"
#include "core/chain_context.hpp"
#include "core/routing_plan.hpp"
#include "core/time.hpp"
#include "routing/analysis_memo.hpp"
#include "routing/route_label.hpp"
#include "routing/shards.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// Everything that may change the right plan: category, complexity, capabilities, need in 20 steps,
// context-size class, quality target, constraints, tenant, and the epoch of policy, registry and
// analyzer. Two requests with equal keys get the same plan by construction.
struct RouteKey {
    Digest digest{};   // keyed hash of all of it
    RouteLabel label;  // "a3f8c9d2-8-code", for people
    friend bool operator==(RouteKey const& a, RouteKey const& b) { return a.digest == b.digest; }
};

struct CacheEntryStats {
    std::string key;
    std::string model;
    std::uint64_t hits = 0;
    std::int64_t age_ms = 0;
};

struct CacheStats {
    std::size_t size = 0;
    std::size_t capacity = 0;
    std::uint64_t total_hits = 0;
    std::uint64_t total_misses = 0;
    std::uint64_t evictions = 0;
    std::uint64_t expirations = 0;
    std::uint64_t analysis_hits = 0;  // L1: the exact message was analysed before
    std::uint64_t analysis_misses = 0;
    std::vector<CacheEntryStats> entries;  // most hits first; the first hundred
};

// One remembered route, for who keeps it elsewhere.
struct KeptRoute {
    RouteKey key;
    Duration age{};
    std::uint64_t hits = 0;
    SharedPlan plan;
};

struct RouteCacheOptions {
    std::size_t capacity = 100;
    Duration ttl = std::chrono::hours{1};
    std::array<std::uint64_t, 2> secret{};  // keys the digests; random at start
};

// Remembers the plan chosen for a kind of request (L2), and the analysis of an exact conversation
// tail (L1: of a pure function, so it can never be stale; or of a model that was asked, which is then
// not asked again).
//
// Invariants: size() <= capacity; a plan older than `ttl` or of another epoch is never returned;
// degraded plans are never stored; clear() forgets everything, statistics included. A capacity of 0
// stores nothing. Nothing is allocated on a hit.
// Time is an argument: no clock, no sleeping tests.
// Threads: safe from all loops; sharded, so that loops rarely meet. With fewer than 1,024 entries
// there is one shard, and eviction is exactly least recently used.
class RouteCache {
public:
    explicit RouteCache(RouteCacheOptions options);
    ~RouteCache();

    [[nodiscard]] RouteKey key(ChainContext const& context, AnalysisResult const& analysis, double quality,
                               std::uint64_t epoch) const;

    // The plan stored under `key`, or null when absent, expired or of another epoch. A hit counts as a use.
    [[nodiscard]] SharedPlan find(RouteKey const& key, std::uint64_t epoch, TimePoint now);
    // The same without counting a use, a hit or a miss.
    [[nodiscard]] SharedPlan peek(RouteKey const& key, std::uint64_t epoch, TimePoint now) const;
    void store(RouteKey const& key, SharedPlan plan, TimePoint now);

    [[nodiscard]] std::optional<AnalysisResult> find_analysis(ChainContext const& context, std::uint64_t epoch,
                                                              TimePoint now);
    // The same without counting.
    [[nodiscard]] std::optional<AnalysisResult> peek_analysis(ChainContext const& context, std::uint64_t epoch,
                                                              TimePoint now) const {
        return memo_.peek(context, epoch, now);
    }
    // Of the conversation tail that L1 remembers analyses by.
    [[nodiscard]] Digest analysis_key(ChainContext const& context) const { return memo_.key(context); }
    void store_analysis(ChainContext const& context, AnalysisResult const& analysis, std::uint64_t epoch,
                        TimePoint now);

    [[nodiscard]] CacheStats stats(TimePoint now) const;
    // All that are not expired, of whatever epoch, in each shard those used last first.
    [[nodiscard]] std::vector<KeptRoute> kept(TimePoint now) const;
    // As if it had been stored its age ago, under the secret of this cache, and used just now. Expired ones are not
    // taken.
    void restore(KeptRoute route, TimePoint now);
    // Keys the digests.
    [[nodiscard]] std::array<std::uint64_t, 2> const& secret() const { return options_.secret; }

    // How many plans were dropped.
    std::size_t clear();

private:
    struct Shard;
    [[nodiscard]] bool fresh(RoutingPlan const& plan, TimePoint stored, std::uint64_t epoch, TimePoint now) const;

    RouteCacheOptions options_;
    AnalysisMemo memo_;
    Shards<Shard> shards_;
};

}  // namespace signalbox
