#pragma once

#include "core/keyed_hash.hpp"
#include "pipeline/shared_routes.hpp"
#include "redis/redis_client.hpp"
#include "routing/route_value.hpp"
#include "telemetry/shared_route_counters.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace signalbox::redis {

struct RouteOptions {
    std::string prefix = "signalbox";  // of every key
    KeyedHash::Key seal{};             // equal on all instances that share, and known to nobody else
    Duration wait = std::chrono::milliseconds{20};
    Duration ttl = std::chrono::hours{1};
};

// The shared routes of one loop, in Redis.
//
// A key that is being asked for is not asked for twice: the second request goes without. Values are deleted by
// nobody: they end by their TTL, and die earlier by their epoch.
class RedisRoutes final : public SharedRoutes {
public:
    // All outlive it.
    RedisRoutes(net::Loop& loop, Client& client, telemetry::SharedRouteCounters& counters, RouteOptions options);

    Task<SharedPlan> find(RouteKey const& key, std::uint64_t epoch, ModelRegistry const& registry,
                          Cancellation& cancellation) override;
    void store(RouteKey const& key, SharedPlan const& plan) override;
    Task<std::optional<AnalysisResult>> find_analysis(Digest key, std::uint64_t epoch,
                                                      Cancellation& cancellation) override;
    void store_analysis(Digest key, std::uint64_t epoch, AnalysisResult const& analysis) override;

private:
    [[nodiscard]] std::string name_of(std::string_view kind, ValuePlace place) const;
    // What is under a name; nothing there: no bytes.
    struct Found {
        bool failed = false;
        std::string bytes;
    };
    [[nodiscard]] Task<Found> fetch(std::string name, Cancellation& cancellation);
    bool put(std::string_view name, std::string_view value);
    void count(telemetry::SharedLookups& lookups, Found const& found, bool good, TimePoint asked);

    net::Loop& loop_;
    Client& client_;
    telemetry::SharedRouteCounters& counters_;
    RouteOptions options_;
    std::vector<Digest> asked_;  // keys of plans that are being asked for
};

}  // namespace signalbox::redis
