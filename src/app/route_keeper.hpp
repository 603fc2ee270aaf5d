#pragma once

#include "app/engine.hpp"
#include "app/keep_routes_options.hpp"
#include "routing/route_file.hpp"
#include "telemetry/log.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace signalbox::app {

// Keeps the route cache of an engine in a file, so that what was decided before a restart is remembered after it.
// Of an earlier run it takes over the secret of the cache's keys, too: without it they would name nothing. Routes of
// another configuration come along and die by their epoch, like after a reload.
// Nothing here fails a start: a file that cannot be used is left out, and the log says why.
// Threads: one that is no worker's.
class RouteKeeper {
public:
    // Reads what there is, if it is to be kept at all, and keys `cache` as it was then.
    RouteKeeper(KeepRoutesOptions options, RouteCacheOptions& cache);

    // `wall`: milliseconds since 1970, as in save(). Says how many routes came back.
    void restore(Engine& engine, TimePoint now, std::int64_t wall, telemetry::Log& log);
    void save(Engine const& engine, TimePoint now, std::int64_t wall, telemetry::Log& log);
    [[nodiscard]] KeepRoutesOptions const& options() const { return options_; }

private:
    KeepRoutesOptions options_;
    std::optional<RouteFile> read_;
    std::string problem_;  // with the file that was there; empty: none
    bool complained_ = false;
};

}  // namespace signalbox::app
