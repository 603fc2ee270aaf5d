#pragma once

#include "app/engine.hpp"
#include "redis/health.hpp"
#include "redis/redis_client.hpp"
#include "redis/redis_routes.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

#include <memory>
#include <vector>

namespace signalbox::app {

// What connects the workers of an engine to Redis: a client for each loop, and on it the second level of the route
// cache. Made before the loops run and destroyed when they have ended; all arguments outlive it.
class SharedCache {
public:
    // REQUIRES: engine.config().redis.on().
    SharedCache(Engine& engine, telemetry::Metrics& metrics, telemetry::Log& log);
    ~SharedCache();
    SharedCache(SharedCache const&) = delete;
    SharedCache& operator=(SharedCache const&) = delete;

    [[nodiscard]] redis::Client& client(std::size_t worker) { return workers_[worker]->client; }
    [[nodiscard]] redis::Health& health() { return health_; }

private:
    struct Worker {
        redis::Client client;
        redis::RedisRoutes routes;
        Worker(net::Loop& loop, redis::RedisOptions options, redis::Health& health, redis::RouteOptions route_options,
               telemetry::SharedRouteCounters& counters)
            : client{loop, std::move(options), health}, routes{loop, client, counters, std::move(route_options)} {}
    };
    Engine& engine_;
    redis::Health health_;
    std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace signalbox::app
