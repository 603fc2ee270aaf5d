#include "server/endpoints.hpp"
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
    write_entries(json, stats);
    json.end_object();
    co_return response;
}

Task<Response> delete_cache(Exchange& exchange) {
    auto const cleared = exchange.services.orchestrator.clear_cache();
    co_return json_response("{\"cleared\":" + std::to_string(cleared) + "}");
}

}  // namespace signalbox::server
