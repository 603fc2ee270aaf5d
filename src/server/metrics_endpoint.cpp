#include "server/endpoints.hpp"
#include "server/model_gauges.hpp"
#include "telemetry/metrics.hpp"
#include "telemetry/tracer.hpp"

namespace signalbox::server {

namespace {

std::vector<telemetry::KeyGauge> key_gauges(KeyTable const* keys) {
    std::vector<telemetry::KeyGauge> gauges;
    if (keys == nullptr) return gauges;
    for (auto const& entry : keys->keys()) {
        auto const& account = *entry->account;
        gauges.push_back({.key = entry->key.id,
                          .admitted = account.admitted.value(),
                          .refused = account.refused.value(),
                          .tokens = account.tokens_used.value(),
                          .spent = {account.micro_usd.value()}});
    }
    return gauges;
}

std::optional<LearningState> learning_of(RunOutcomes const* outcomes) {
    if (outcomes == nullptr) return std::nullopt;
    return outcomes->state();
}

std::optional<telemetry::SpanCounts> span_counts(telemetry::Tracer const* tracer) {
    if (tracer == nullptr) return std::nullopt;
    return telemetry::SpanCounts{tracer->exported.value(), tracer->dropped.value(), tracer->failed.value()};
}

}  // namespace

Task<Response> get_metrics(Exchange& exchange) {
    auto const& shared = exchange.services.shared;
    auto const& snapshot = *exchange.services.orchestrator.snapshot();
    auto const cache = exchange.services.orchestrator.cache_stats();
    Response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    shared.metrics.render(
        response.body,
        {.connections = static_cast<std::int64_t>(shared.connections.load(std::memory_order_relaxed)),
         .in_flight = static_cast<std::int64_t>(shared.in_flight.load(std::memory_order_relaxed)),
         .cache_hits = cache.total_hits,
         .cache_misses = cache.total_misses,
         .cache_entries = cache.size,
         .models = model_gauges(snapshot, exchange.services.loop.now()),
         .keys = key_gauges(exchange.services.keys.get()),
         .learning = learning_of(shared.outcomes),
         .records = shared.decisions == nullptr ? std::nullopt : std::optional{shared.decisions->counts()},
         .spans = span_counts(shared.tracer)});
    co_return response;
}

}  // namespace signalbox::server
