#include "app/shared_cache.hpp"

namespace signalbox::app {

SharedCache::SharedCache(Engine& engine, telemetry::Metrics& metrics, telemetry::Log& log)
    : engine_{engine}, health_{metrics.redis, &log} {
    auto const& config = engine.config().redis;
    redis::RouteOptions const routes{
        .prefix = config.prefix, .seal = config.seal_key(), .wait = config.wait, .ttl = engine.config().cache.ttl};
    for (std::size_t i = 0; i < engine.workers(); ++i) {
        auto& [loop, orchestrator] = engine.worker(i);
        workers_.push_back(std::make_unique<Worker>(loop, config.client, health_, routes, metrics.shared_routes));
        if (config.routes) orchestrator.use_shared(&workers_.back()->routes);
    }
}

SharedCache::~SharedCache() {
    for (std::size_t i = 0; i < workers_.size(); ++i) engine_.worker(i).orchestrator.use_shared(nullptr);
}

}  // namespace signalbox::app
