#pragma once

#include "app/config.hpp"
#include "learning/lessons.hpp"
#include "learning/routing_health.hpp"
#include "net/loop.hpp"
#include "pipeline/orchestrator.hpp"
#include "routing/route_cache.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace signalbox::app {

// Everything that answers, built once and in order: the shared route cache, the snapshot that all
// loops read, and for each worker a loop, its providers and its orchestrator. No sockets listen and
// no threads run: as a library it is used on one's own thread, with one worker.
//
//   auto engine = app::Engine::create(*app::load_config(app::ConfigSource{}));
//   auto& [loop, orchestrator] = (*engine)->worker(0);
//   spawn(orchestrator.orchestrate(context, cancellation), [&](auto result) { ...; loop.stop(); });
//   loop.run();
//
// Threads: created and destroyed while no loop runs; reload(), take_models() and take_lessons() from any one thread.
class Engine {
public:
    struct Worker {
        net::Loop loop;
        ChainOrchestrator orchestrator;
        Worker(RouteCache& cache, std::shared_ptr<Snapshot const> snapshot)
            : orchestrator{loop, cache, std::move(snapshot), std::make_shared<Providers const>()} {}
    };

    // Errors: invalid_value for a provider that cannot be built (a hand-made Config; load_config has
    // checked its own).
    [[nodiscard]] static Result<std::unique_ptr<Engine>> create(Config config);

    [[nodiscard]] std::size_t workers() const { return workers_.size(); }
    [[nodiscard]] Worker& worker(std::size_t index) { return *workers_[index]; }
    // From any thread, like the cache itself.
    [[nodiscard]] RouteCache& cache() { return cache_; }
    [[nodiscard]] RouteCache const& cache() const { return cache_; }
    [[nodiscard]] CacheStats cache_stats(TimePoint now) const { return cache_.stats(now); }
    [[nodiscard]] Config const& config() const { return config_; }

    // New requests use `config`; running ones end with what they began with. Remembered routes stay
    // when routing is still the same, and die by their epoch when not. Each loop takes over at its
    // next turn. `server`, `cache` and `workers` are fixed at start: see needs_restart.
    // Errors: as create(); nothing has changed then.
    [[nodiscard]] Result<void> reload(Config config);

    // Only what is known of models has changed: as a reload, but providers keep their connections.
    // REQUIRES: each model's provider is one of config().providers.
    void take_models(std::vector<ModelCard> models);

    // What was learned of models, in place of what was before; models that are tried out to learn from are so from
    // the first lessons on, even if those are empty. With learning.auto_disable, messages go to routing.default_model
    // for as long as routing is no better than chance.
    void take_lessons(std::shared_ptr<Lessons const> lessons, RoutingStanding standing = RoutingStanding::learning);

    // Of what lessons are an addition to: those of another base mean nothing here.
    [[nodiscard]] std::uint64_t lesson_base() const;

private:
    // On the worker's loop, or while none runs.
    void reconfigure(std::size_t index, std::shared_ptr<Snapshot const> snapshot,
                     std::shared_ptr<Providers const> providers);
    Engine(Config config, std::shared_ptr<Snapshot const> snapshot);
    // A snapshot of what is known now, for every loop at its next turn.
    void renew();

    Config config_;
    std::shared_ptr<Lessons const> lessons_;  // null: nobody learns
    RoutingStanding standing_ = RoutingStanding::learning;
    std::shared_ptr<Snapshot const> snapshot_;
    RouteCache cache_;
    std::vector<std::unique_ptr<Worker>> workers_;
    std::vector<std::shared_ptr<Providers const>> providers_;  // of each worker; touched on its loop alone
};

// The sections whose changes a reload cannot take over: "server", "cache", "workers", "log", "learning", "records",
// "redis", "tracing", "routing.weights".
[[nodiscard]] std::vector<std::string> needs_restart(Config const& before, Config const& after);

}  // namespace signalbox::app
