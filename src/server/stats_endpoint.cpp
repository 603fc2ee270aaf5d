#include "server/endpoints.hpp"
#include "server/model_gauges.hpp"
#include "server/query_parameters.hpp"
#include "server/totals_now.hpp"
#include "telemetry/history.hpp"
#include "telemetry/metrics.hpp"
#include "wire/json_writer.hpp"

namespace signalbox::server {

namespace {

using telemetry::History;
using telemetry::HistoryRange;
using telemetry::Totals;

double dollars_of(std::int64_t micro_usd) { return static_cast<double>(micro_usd) / 1e6; }

void write_percentiles(wire::JsonWriter& json, std::string_view name, telemetry::Buckets const& buckets) {
    json.key(name);
    if (buckets.total() == 0) return json.null();
    json.begin_object();
    json.member("p50", buckets.percentile_ms(telemetry::request_bounds, 0.5));
    json.member("p90", buckets.percentile_ms(telemetry::request_bounds, 0.9));
    json.member("p99", buckets.percentile_ms(telemetry::request_bounds, 0.99));
    json.end_object();
}

void write_members(wire::JsonWriter& json, Totals const& grown) {
    json.member("requests", grown.requests);
    json.member("refused", grown.refused);
    json.member("failed", grown.failed);
    json.member("costUsd", dollars_of(grown.micro_usd));
    // What had no alternative costs the same.
    json.member("strongestCostUsd", dollars_of(grown.micro_usd - grown.routed_micro_usd + grown.strongest_micro_usd));
    json.member("inputTokens", grown.input_tokens);
    json.member("outputTokens", grown.output_tokens);
    json.member("cacheHits", grown.cache_hits);
    json.member("cacheMisses", grown.cache_misses);
    json.member("escalations", grown.escalations);
    json.member("fallbacks", grown.fallbacks);
    write_percentiles(json, "latencyMs", grown.latency);
    write_percentiles(json, "firstTokenMs", grown.first_token);
}

void write_totals(wire::JsonWriter& json, Totals const& grown) {
    json.key("totals");
    json.begin_object();
    write_members(json, grown);
    json.key("validations");
    json.begin_object();
    for (std::size_t i = 0; i < verdict_names.size(); ++i) json.member(verdict_names[i], grown.validations[i]);
    json.end_object();
    json.key("errors");
    json.begin_object();
    for (std::size_t code = 0; code < errc_count; ++code) {
        if (grown.errors[code] > 0) json.member(name(static_cast<Errc>(code)), grown.errors[code]);
    }
    json.end_object();
    json.key("byModel");
    json.begin_array();
    for (auto const& model : grown.models) {
        if (model.answers == 0 && model.failed == 0 && model.micro_usd == 0) continue;
        json.begin_object();
        json.member("model", model.model);
        json.member("answers", model.answers);
        json.member("failed", model.failed);
        json.member("costUsd", dollars_of(model.micro_usd));
        json.end_object();
    }
    json.end_array();
    json.end_object();
}

void write_now(wire::JsonWriter& json, Exchange const& exchange, std::size_t cache_entries) {
    auto const& shared = exchange.services.shared;
    json.key("now");
    json.begin_object();
    json.member("inFlight", shared.in_flight.load(std::memory_order_relaxed));
    json.member("connections", shared.connections.load(std::memory_order_relaxed));
    json.member("cacheEntries", cache_entries);
    json.end_object();
}

void write_health(wire::JsonWriter& json, Exchange const& exchange) {
    auto const& snapshot = *exchange.services.orchestrator.snapshot();
    json.key("models");
    json.begin_array();
    for (auto const& gauge : model_gauges(snapshot, exchange.services.loop.now())) {
        json.begin_object();
        json.member("model", gauge.model);
        json.member("breaker", gauge.breaker);
        json.member("leftAloneMs", gauge.left_alone_s * 1000);
        json.end_object();
    }
    json.end_array();
}

std::string stats_of(Exchange const& exchange, HistoryRange range) {
    auto const& shared = exchange.services.shared;
    auto const cache = exchange.services.orchestrator.cache_stats();
    auto const at = shared.wall_clock.at(exchange.services.loop.now());
    auto const now = totals_now(shared.metrics, cache);
    Totals before = now;
    auto const points = shared.history.points(range, at, now, before);
    std::string body;
    wire::JsonWriter json{body};
    json.begin_object();
    json.member("range", name(range));
    json.member("stepSeconds", History::step_seconds(range));
    json.key("points");
    json.begin_array();
    for (auto const& [until, grown] : points) {
        json.begin_object();
        json.member("at", until);
        write_members(json, grown);
        json.end_object();
    }
    json.end_array();
    write_totals(json, now.since(before));
    write_now(json, exchange, cache.size);
    write_health(json, exchange);
    json.end_object();
    return body;
}

Result<HistoryRange> range_of(std::string_view query) {
    auto const parameters = read_query_parameters(query);
    if (!parameters) return std::unexpected(parameters.error());
    auto range = HistoryRange::quarter;
    for (auto const& [name, value] : *parameters) {
        auto const known = name == "range" ? from_name<HistoryRange>(value) : std::nullopt;
        if (!known) return fail(Errc::invalid_value, "the only parameter is range=15m, 1h or 24h", name);
        range = *known;
    }
    return range;
}

}  // namespace

Task<Response> get_stats(Exchange& exchange) {
    auto const range = range_of(exchange.head.query);
    if (!range) co_return error_response(range.error());
    co_return json_response(stats_of(exchange, *range));
}

}  // namespace signalbox::server
