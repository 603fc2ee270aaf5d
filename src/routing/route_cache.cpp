#include "routing/route_cache.hpp"

#include "core/keyed_hash.hpp"
#include "routing/route_basis.hpp"

#include <algorithm>
#include <bit>
#include <mutex>

namespace signalbox {

namespace {

// Small values share one word, so that a key costs few rounds.
std::uint64_t packed(ChainContext const& context, RouteBasis const& basis) {
    auto const& options = context.options;
    std::uint64_t word = 0;
    auto const add = [&](unsigned value, int bits) { word = word << bits | value; };
    add(static_cast<unsigned>(basis.complexity), 8);
    add(static_cast<unsigned>(basis.category), 4);
    add(basis.capabilities.bits, 8);
    add(static_cast<unsigned>(basis.need_step), 8);
    add(options.validate ? 1U + *options.validate : 0U, 2);
    add(options.strategy ? 1U + static_cast<unsigned>(*options.strategy) : 0U, 4);
    add(context.needs_tools, 1);
    add(context.needs_json, 1);
    add(context.needs_vision, 1);
    add(options.max_cost.has_value(), 1);
    add(context.max_output_tokens.has_value(), 1);
    return word;
}

void update(KeyedHash& hash, std::string_view text) {
    hash.update(std::uint64_t{text.size()});
    hash.update(text);
}

}  // namespace

struct RouteCache::Shard {
    struct Entry {
        SharedPlan plan;
        RouteLabel label;
        TimePoint stored{};
        std::uint64_t hits = 0;
    };
    struct Counts {
        std::uint64_t hits = 0, misses = 0, evictions = 0, expirations = 0;
    };
    explicit Shard(std::size_t capacity) : entries{capacity} {}
    std::mutex mutex;
    LruMap<Entry> entries;
    Counts counts;
};

RouteCache::RouteCache(RouteCacheOptions options)
    : options_{options}, memo_{options.capacity, options.ttl, options.secret}, shards_{options.capacity} {}

RouteCache::~RouteCache() = default;

RouteKey RouteCache::key(ChainContext const& context, AnalysisResult const& analysis, double quality,
                         std::uint64_t epoch) const {
    auto const basis = route_basis(context, analysis, quality);
    KeyedHash hash{options_.secret};
    hash.update(epoch);
    hash.update(packed(context, basis));
    hash.update(std::bit_cast<std::uint64_t>(quality));
    hash.update(static_cast<std::uint64_t>(basis.input.count));
    hash.update(static_cast<std::uint64_t>(basis.output.count));
    hash.update(static_cast<std::uint64_t>(context.options.max_cost.value_or(MicroUsd{}).count));
    hash.update(static_cast<std::uint64_t>(context.max_output_tokens.value_or(0)));
    update(hash, context.tenant);
    hash.update(std::uint64_t{context.options.allowed_models.size()});
    for (auto const& model : context.options.allowed_models) update(hash, model);
    auto const digest = hash.finish();
    return {.digest = digest, .label = {digest[0], basis.complexity, basis.category}};
}

bool RouteCache::fresh(RoutingPlan const& plan, TimePoint stored, std::uint64_t epoch, TimePoint now) const {
    return plan.epoch == epoch && now - stored < options_.ttl;
}

SharedPlan RouteCache::find(RouteKey const& key, std::uint64_t epoch, TimePoint now) {
    auto& shard = shards_.of(key.digest);
    std::scoped_lock const lock{shard.mutex};
    auto* entry = shard.entries.use(key.digest);
    if (entry != nullptr && fresh(*entry->plan, entry->stored, epoch, now)) {
        ++entry->hits;
        ++shard.counts.hits;
        return entry->plan;
    }
    ++shard.counts.misses;
    if (entry != nullptr) {
        if (entry->plan->epoch == epoch) ++shard.counts.expirations;
        shard.entries.erase(key.digest);
    }
    return nullptr;
}

SharedPlan RouteCache::peek(RouteKey const& key, std::uint64_t epoch, TimePoint now) const {
    auto& shard = shards_.of(key.digest);
    std::scoped_lock const lock{shard.mutex};
    auto const* entry = shard.entries.peek(key.digest);
    return entry != nullptr && fresh(*entry->plan, entry->stored, epoch, now) ? entry->plan : nullptr;
}

void RouteCache::store(RouteKey const& key, SharedPlan plan, TimePoint now) {
    if (plan == nullptr || plan->degraded) return;
    auto& shard = shards_.of(key.digest);
    std::scoped_lock const lock{shard.mutex};
    shard.counts.evictions +=
        shard.entries.put(key.digest, {.plan = std::move(plan), .label = key.label, .stored = now});
}

std::optional<AnalysisResult> RouteCache::find_analysis(ChainContext const& context, std::uint64_t epoch,
                                                        TimePoint now) {
    return memo_.find(context, epoch, now);
}

void RouteCache::store_analysis(ChainContext const& context, AnalysisResult const& analysis, std::uint64_t epoch,
                                TimePoint now) {
    memo_.store(context, analysis, epoch, now);
}

CacheStats RouteCache::stats(TimePoint now) const {
    constexpr std::size_t listed = 100;
    CacheStats stats{.capacity = options_.capacity};
    for (auto const& shard : shards_) {
        std::scoped_lock const lock{shard->mutex};
        stats.size += shard->entries.size();
        stats.total_hits += shard->counts.hits;
        stats.total_misses += shard->counts.misses;
        stats.evictions += shard->counts.evictions;
        stats.expirations += shard->counts.expirations;
        for (auto const& [digest, entry] : shard->entries) {
            auto const age = std::chrono::duration_cast<milliseconds>(now - entry.stored).count();
            stats.entries.push_back({entry.label.str(), entry.plan->primary, entry.hits, age});
        }
    }
    auto const [hits, misses] = memo_.counts();
    stats.analysis_hits = hits;
    stats.analysis_misses = misses;
    auto const shown = std::min(listed, stats.entries.size());
    std::ranges::partial_sort(stats.entries, stats.entries.begin() + static_cast<std::ptrdiff_t>(shown), std::greater{},
                              &CacheEntryStats::hits);
    stats.entries.resize(shown);
    return stats;
}

std::vector<KeptRoute> RouteCache::kept(TimePoint now) const {
    std::vector<KeptRoute> routes;
    for (auto const& shard : shards_) {
        std::scoped_lock const lock{shard->mutex};
        for (auto const& [digest, entry] : shard->entries) {
            auto const age = now - entry.stored;
            if (age >= options_.ttl) continue;
            routes.push_back({{digest, entry.label}, age, entry.hits, entry.plan});
        }
    }
    return routes;
}

void RouteCache::restore(KeptRoute route, TimePoint now) {
    if (route.plan == nullptr || route.age >= options_.ttl) return;
    auto& shard = shards_.of(route.key.digest);
    std::scoped_lock const lock{shard.mutex};
    shard.entries.put(
        route.key.digest,
        {.plan = std::move(route.plan), .label = route.key.label, .stored = now - route.age, .hits = route.hits});
}

std::size_t RouteCache::clear() {
    memo_.clear();
    std::size_t dropped = 0;
    for (auto const& shard : shards_) {
        std::scoped_lock const lock{shard->mutex};
        dropped += shard->entries.size();
        shard->entries.clear();
        shard->counts = {};
    }
    return dropped;
}

}  // namespace signalbox
