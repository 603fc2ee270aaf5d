#include "telemetry/redis_page.hpp"

namespace signalbox::telemetry {

namespace {

void write_lookups(Exposition& page, std::string_view kind, SharedLookups const& lookups) {
    page.sample({{"kind", kind}, {"outcome", "hit"}}, lookups.hits.value());
    page.sample({{"kind", kind}, {"outcome", "miss"}}, lookups.misses.value());
    page.sample({{"kind", kind}, {"outcome", "doubtful"}}, lookups.doubtful.value());
    page.sample({{"kind", kind}, {"outcome", "failed"}}, lookups.failed.value());
}

}  // namespace

void write_redis(Exposition& page, RedisCounters const& redis, SharedRouteCounters const& routes) {
    page.family("signalbox_redis_clients", "gauge", "Loops that use Redis, and those that can reach it now.");
    page.sample({{"state", "all"}}, redis.clients.load(std::memory_order_relaxed));
    page.sample({{"state", "available"}}, redis.available.load(std::memory_order_relaxed));
    page.family("signalbox_redis_commands_total", "counter", "Commands sent to Redis.");
    page.sample({}, redis.commands.value());
    page.family("signalbox_redis_failures_total", "counter", "What went wrong with Redis.");
    page.sample({{"kind", "timeout"}}, redis.timeouts.value());
    page.sample({{"kind", "refused"}}, redis.refused.value());
    page.sample({{"kind", "broken"}}, redis.broken.value());
    page.sample({{"kind", "dropped"}}, redis.dropped.value());
    page.family("signalbox_redis_breaks_total", "counter", "Times that Redis was left alone after failures in a row.");
    page.sample({}, redis.turned_off.value());
    page.family("signalbox_redis_redirections_total", "counter", "Commands that a cluster sent to another node.");
    page.sample({}, redis.redirected.value());
    page.family("signalbox_shared_lookups_total", "counter", "Looks into the cache that instances share, by outcome.");
    write_lookups(page, "plan", routes.plans);
    write_lookups(page, "analysis", routes.analyses);
    page.family("signalbox_shared_stores_total", "counter", "Values given to the cache that instances share.");
    page.sample({{"kind", "plan"}}, routes.plans.stored.value());
    page.sample({{"kind", "analysis"}}, routes.analyses.stored.value());
    page.family("signalbox_shared_hit_seconds", "histogram", "How long requests waited for shared hits.");
    page.histogram({}, routes.hit_time);
}

}  // namespace signalbox::telemetry
