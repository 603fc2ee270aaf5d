#include "app/route_keeper.hpp"

#include "app/data_file.hpp"
#include "app/replace_file.hpp"

#include <algorithm>
#include <filesystem>
#include <ranges>
#include <utility>

namespace signalbox::app {

RouteKeeper::RouteKeeper(KeepRoutesOptions options, RouteCacheOptions& cache) : options_{std::move(options)} {
    std::error_code ec;
    if (!options_.persist || !std::filesystem::exists(options_.file, ec)) return;
    auto const bytes = read_data_file(options_.file);
    auto file = bytes ? read_route_file(*bytes) : std::unexpected(bytes.error());
    if (!file) {
        problem_ = file.error().detail;
        return;
    }
    cache.secret = file->secret;
    read_ = std::move(*file);
}

void RouteKeeper::restore(Engine& engine, TimePoint now, std::int64_t wall, telemetry::Log& log) {
    if (!problem_.empty()) {
        log.note(telemetry::LogLevel::warn, "remembered routes not used",
                 {{"file", options_.file}, {"reason", problem_}, {"effect", "the next save replaces the file"}});
    }
    if (!read_) return;
    auto const read = std::exchange(read_, std::nullopt);
    if (engine.cache().secret() != read->secret) {
        log.note(
            telemetry::LogLevel::warn, "remembered routes not used",
            {{"file", options_.file}, {"reason", "their keys were made with another secret: redis.secret is new"}});
        return;
    }
    // A wall clock that was set back makes nothing younger.
    Duration const away = std::chrono::milliseconds{std::max<std::int64_t>(0, wall - read->saved)};
    for (auto route : read->routes | std::views::reverse) {  // what was used last shall be that again
        route.age += away;
        engine.cache().restore(std::move(route), now);
    }
    log.note(telemetry::LogLevel::info, "remembered routes are back",
             {{"file", options_.file}, {"routes", std::to_string(engine.cache_stats(now).size)}});
}

void RouteKeeper::save(Engine const& engine, TimePoint now, std::int64_t wall, telemetry::Log& log) {
    if (!options_.persist || options_.file.empty()) return;
    auto const& cache = engine.cache();
    auto const written = replace_file(
        options_.file, write_route_file({.secret = cache.secret(), .saved = wall, .routes = cache.kept(now)}));
    if (!written && !std::exchange(complained_, true)) {
        log.note(telemetry::LogLevel::warn, "remembered routes not kept", {{"reason", written.error().detail}});
    }
    if (written) complained_ = false;
}

}  // namespace signalbox::app
