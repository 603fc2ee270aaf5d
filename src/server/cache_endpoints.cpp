#include "server/endpoints.hpp"
#include "telemetry/metrics.hpp"
#include "wire/json_writer.hpp"

namespace signalbox::server {

namespace {

double hit_rate(CacheStats const& stats) {
    auto const asked = stats.total_hits + stats.total_misses;
    return asked == 0 ? 0 : static_cast<double>(stats.total_hits) / static_cast<double>(asked);
}

void write_entries(wire::JsonWriter& json, CacheStats const& stats) {
    json.key("entries");
    json.begin_array();
    for (auto const& entry : stats.entries) {
        json.begin_object();
        json.member("key", entry.key);
        json.member("model", entry.model);
        json.member("hits", entry.hits);
        json.member("ageMs", entry.age_ms);
        json.end_object();
    }
    json.end_array();
}

void write_lookups(wire::JsonWriter& json, std::string_view name, telemetry::SharedLookups const& lookups) {
    json.key(name);
    json.begin_object();
    json.member("hits", lookups.hits.value());
    json.member("misses", lookups.misses.value());
    json.member("doubtful", lookups.doubtful.value());
    json.member("failed", lookups.failed.value());
    json.member("stored", lookups.stored.value());
    json.end_object();
}

// What instances share; absent: they share nothing.
void write_second_level(wire::JsonWriter& json, telemetry::Metrics const& metrics) {
    auto const clients = metrics.redis.clients.load(std::memory_order_relaxed);
    if (clients == 0) return;
    auto const& routes = metrics.shared_routes;
    auto const hits = routes.plans.hits.value() + routes.analyses.hits.value();
    auto const waited = std::chrono::duration<double, std::milli>{routes.hit_time.sum()}.count();
    json.key("secondLevel");
    json.begin_object();
    json.member("available", metrics.redis.available.load(std::memory_order_relaxed) == clients);
    json.member("breaks", metrics.redis.turned_off.value());
    json.member("meanHitMs", hits == 0 ? 0.0 : waited / static_cast<double>(hits));
    write_lookups(json, "routes", routes.plans);
    write_lookups(json, "analyses", routes.analyses);
    json.end_object();
}

}  // namespace

Task<Response> get_cache(Exchange& exchange) {
    auto const stats = exchange.services.orchestrator.cache_stats();
    Response response;
    wire::JsonWriter json{response.body};
    json.begin_object();
    json.member("size", stats.size);
    json.member("totalHits", stats.total_hits);
    json.member("totalMisses", stats.total_misses);
    json.member("hitRate", hit_rate(stats));
    json.member("capacity", stats.capacity);
    json.member("evictions", stats.evictions);
    json.member("expirations", stats.expirations);
    json.member("analysisHits", stats.analysis_hits);
    json.member("analysisMisses", stats.analysis_misses);
    write_second_level(json, exchange.services.shared.metrics);
    write_entries(json, stats);
    json.end_object();
    co_return response;
}

Task<Response> delete_cache(Exchange& exchange) {
    auto const cleared = exchange.services.orchestrator.clear_cache();
    co_return json_response("{\"cleared\":" + std::to_string(cleared) + "}");
}

}  // namespace signalbox::server
