#include "telemetry/exposition.hpp"
#include "telemetry/genai_page.hpp"
#include "telemetry/metrics.hpp"
#include "telemetry/redis_page.hpp"

#include <algorithm>
#include <span>

namespace signalbox::telemetry {

namespace {

constexpr std::array<std::string_view, 5> status_classes{"1xx", "2xx", "3xx", "4xx", "5xx"};

void write_routes(Exposition& page, std::deque<RouteMetrics> const& routes) {
    page.family("signalbox_requests_total", "counter", "Requests answered, by route and status class.");
    for (auto const& route : routes) {
        for (std::size_t i = 0; i < status_classes.size(); ++i) {
            auto const count = route.by_class[i].value();
            if (count > 0) page.sample({{"route", route.route}, {"status", status_classes[i]}}, count);
        }
    }
    page.family("signalbox_request_duration_seconds", "histogram", "From the request head to the end of its answer.");
    for (auto const& route : routes) page.histogram({{"route", route.route}}, route.duration);
}

void write_attempts(Exposition& page, std::deque<ModelMetrics> const& models) {
    page.family("signalbox_attempts_total", "counter", "Calls to models, by outcome: ok, rejected or an error code.");
    for (auto const& model : models) {
        page.sample({{"model", model.id}, {"outcome", "ok"}}, model.ok.value());
        page.sample({{"model", model.id}, {"outcome", "rejected"}}, model.rejected.value());
        if (model.lost.value() > 0) page.sample({{"model", model.id}, {"outcome", "lost"}}, model.lost.value());
        for (std::size_t code = 0; code < model.failed.size(); ++code) {
            auto const count = model.failed[code].value();
            if (count == 0) continue;
            page.sample({{"model", model.id}, {"outcome", name(static_cast<Errc>(code))}}, count);
        }
    }
}

// Kinds of calls that a model never got are left out, but for answers.
void for_each_kind(ModelMetrics const& model, auto const& write) {
    for (std::size_t kind = 0; kind < call_kind_names.size(); ++kind) {
        auto const& spent = model.spent[kind];
        bool const used = spent.input.value() > 0 || spent.output.value() > 0 || spent.micro_usd.value() > 0;
        if (used || kind == static_cast<std::size_t>(CallKind::answer)) write(call_kind_names[kind], spent);
    }
}

void write_tokens(Exposition& page, ModelMetrics const& model) {
    for_each_kind(model, [&](std::string_view kind, Spending const& spent) {
        auto const sample = [&](std::string_view type, Counter const& tokens) {
            page.sample({{"model", model.id}, {"kind", kind}, {"type", type}}, tokens.value());
        };
        sample("input", spent.input);
        sample("output", spent.output);
        sample("cached", spent.cached);
        sample("reasoning", spent.reasoning);
    });
}

void write_models(Exposition& page, std::deque<ModelMetrics> const& models) {
    write_attempts(page, models);
    page.family("signalbox_tokens_total", "counter", "Tokens used; cached is part of input, reasoning of output.");
    for (auto const& model : models) write_tokens(page, model);
    page.family("signalbox_cost_usd_total", "counter", "What the calls cost, as far as prices are known.");
    for (auto const& model : models) {
        for_each_kind(model, [&](std::string_view kind, Spending const& spent) {
            page.sample({{"model", model.id}, {"kind", kind}}, MicroUsd{spent.micro_usd.value()}.dollars());
        });
    }
}

void write_gauges(Exposition& page, Gauges const& gauges) {
    page.family("signalbox_route_cache_hits_total", "counter", "Plans found in the route cache since it was cleared.");
    page.sample({}, static_cast<std::int64_t>(gauges.cache_hits));
    page.family("signalbox_route_cache_misses_total", "counter", "Plans not found since it was cleared.");
    page.sample({}, static_cast<std::int64_t>(gauges.cache_misses));
    page.family("signalbox_route_cache_entries", "gauge", "Plans in the route cache.");
    page.sample({}, static_cast<std::int64_t>(gauges.cache_entries));
    page.family("signalbox_connections", "gauge", "Open client connections.");
    page.sample({}, gauges.connections);
    page.family("signalbox_in_flight", "gauge", "Runs going on.");
    page.sample({}, gauges.in_flight);
}

void write_health(Exposition& page, std::vector<ModelGauge> const& models) {
    auto const shown = std::span{models}.first(std::min(models.size(), Metrics::max_models));
    constexpr std::array<std::string_view, 3> states{"closed", "half_open", "open"};
    page.family("signalbox_breaker", "gauge", "1 for the state that the breaker of a model is in.");
    for (auto const& model : shown) {
        for (auto const state : states) {
            page.sample({{"model", model.model}, {"state", state}}, std::int64_t{model.breaker == state});
        }
    }
    page.family("signalbox_left_alone_seconds", "gauge",
                "How long a model is not called, after failures or by its limits.");
    for (auto const& model : shown) page.sample({{"model", model.model}}, model.left_alone_s);
}

void write_keys(Exposition& page, std::vector<KeyGauge> const& keys) {
    if (keys.empty()) return;
    auto const shown = std::span{keys}.first(std::min(keys.size(), Metrics::max_keys));
    page.family("signalbox_key_requests_total", "counter", "Requests by API key: admitted, or refused by its limits.");
    for (auto const& key : shown) {
        page.sample({{"key", key.key}, {"outcome", "admitted"}}, key.admitted);
        page.sample({{"key", key.key}, {"outcome", "refused"}}, key.refused);
    }
    page.family("signalbox_key_tokens_total", "counter", "Tokens of all calls, by API key.");
    for (auto const& key : shown) page.sample({{"key", key.key}}, key.tokens);
    page.family("signalbox_key_cost_usd_total", "counter", "What they cost, as far as prices are known.");
    for (auto const& key : shown) page.sample({{"key", key.key}}, key.spent.dollars());
}

void write_learning(Exposition& page, LearningState const& learning) {
    page.family("signalbox_outcomes_total", "counter", "Outcomes of answers that were taken to learn from, by source.");
    for (std::size_t i = 0; i < outcome_source_names.size(); ++i) {
        page.sample({{"source", outcome_source_names[i]}}, static_cast<std::int64_t>(learning.taken[i]));
    }
    page.family("signalbox_outcomes_dropped_total", "counter", "Outcomes that came faster than they could be kept.");
    page.sample({}, static_cast<std::int64_t>(learning.dropped));
    page.family("signalbox_outcomes", "gauge", "Outcomes that are learned from.");
    page.sample({}, static_cast<std::int64_t>(learning.outcomes));
    page.family("signalbox_refits_total", "counter", "Times that was learned anew, and what came of it.");
    page.sample({{"outcome", "accepted"}}, static_cast<std::int64_t>(learning.accepted));
    page.sample({{"outcome", "refused"}}, static_cast<std::int64_t>(learning.refused));
    page.family("signalbox_lessons", "gauge", "The number of the lessons in use; 0: nothing was learned yet.");
    page.sample({}, static_cast<std::int64_t>(learning.number));
    page.family("signalbox_explored_total", "counter", "Answers of models that were tried out to learn from.");
    page.sample({}, static_cast<std::int64_t>(learning.explored));
}

void write_records(Exposition& page, RecordCounts const& records) {
    page.family("signalbox_records_written_total", "counter", "Routing records that are on disk.");
    page.sample({}, static_cast<std::int64_t>(records.written));
    page.family("signalbox_records_dropped_total", "counter",
                "Routing records that came faster than the disk took them.");
    page.sample({}, static_cast<std::int64_t>(records.dropped));
    page.family("signalbox_records_expired_total", "counter",
                "Routing records that were deleted because of their age.");
    page.sample({}, static_cast<std::int64_t>(records.expired));
    page.family("signalbox_records_waiting", "gauge", "Routing records that wait for the disk.");
    page.sample({}, static_cast<std::int64_t>(records.waiting));
    page.family("signalbox_record_commits_total", "counter", "Transactions of routing records, by outcome.");
    page.sample({{"outcome", "ok"}}, static_cast<std::int64_t>(records.commits));
    page.sample({{"outcome", "failed"}}, static_cast<std::int64_t>(records.failed_commits));
    page.family("signalbox_record_commit_seconds_total", "counter", "What those that succeeded took, all together.");
    page.sample({}, records.commit_seconds);
}

void write_spans(Exposition& page, SpanCounts const& spans) {
    page.family("signalbox_spans_exported_total", "counter", "Spans that the collector took.");
    page.sample({}, spans.exported);
    page.family("signalbox_spans_dropped_total", "counter", "Spans that waited in vain or were not taken.");
    page.sample({}, spans.dropped);
    page.family("signalbox_span_exports_failed_total", "counter", "Exports of spans that the collector did not take.");
    page.sample({}, spans.failed);
}

template <std::size_t N>
void write_rejections(Exposition& page, std::array<Counter, N> const& rejected) {
    page.family("signalbox_rejected_total", "counter", "Requests refused before any work, by error code.");
    for (std::size_t code = 0; code < N; ++code) {
        auto const count = rejected[code].value();
        if (count > 0) page.sample({{"reason", name(static_cast<Errc>(code))}}, count);
    }
}

}  // namespace

void Metrics::render(std::string& out, Gauges const& gauges) const {
    std::lock_guard const lock{mutex_};
    Exposition page{out};
    auto const count = [&](std::string_view family, std::string_view help, Counter const& counter) {
        page.family(family, "counter", help);
        page.sample({}, counter.value());
    };

    page.family("signalbox_build_info", "gauge", "The running version.");
    page.sample({{"version", version_}}, std::int64_t{1});
    write_routes(page, routes_);
    page.family("signalbox_overhead_seconds", "histogram", "From the request to the start of its first model call.");
    page.histogram({}, overhead);
    page.family("signalbox_own_time_seconds", "histogram", "Of a run, what was not waiting for a model.");
    page.histogram({}, own_time);
    write_genai(page, models_, gauges);
    write_models(page, models_);

    count("signalbox_escalations_total", "Retries with a better model after a poor answer.", escalations);
    count("signalbox_fallbacks_total", "Retries after a failed call.", fallbacks);
    page.family("signalbox_validation_total", "counter", "Answers that were looked at, by verdict.");
    for (std::size_t i = 0; i < verdict_names.size(); ++i) {
        page.sample({{"verdict", verdict_names[i]}}, validations[i].value());
    }
    page.family("signalbox_analyzer_calls_total", "counter", "Calls to the analyzing model, by outcome.");
    for (std::size_t i = 0; i < side_outcome_names.size(); ++i) {
        page.sample({{"outcome", side_outcome_names[i]}}, analyses[i].value());
    }
    write_rejections(page, rejected);
    count("signalbox_connections_refused_total", "Connections closed at the limit.", connections_refused);
    count("signalbox_cancelled_total", "Runs whose client left.", cancelled);
    count("signalbox_internal_errors_total", "Bugs: exceptions that reached a session.", internal_errors);
    page.family("signalbox_model_lists_total", "counter", "Model lists of providers that were asked for, by outcome.");
    page.sample({{"outcome", "ok"}}, lists_taken.value());
    page.sample({{"outcome", "failed"}}, lists_failed.value());
    page.family("signalbox_model_facts_held_back", "gauge", "Listed prices and windows that are not believed.");
    page.sample({}, facts_held.load(std::memory_order_relaxed));
    write_gauges(page, gauges);
    write_health(page, gauges.models);
    write_keys(page, gauges.keys);
    if (gauges.learning) write_learning(page, *gauges.learning);
    if (gauges.records) write_records(page, *gauges.records);
    if (redis.clients.load(std::memory_order_relaxed) > 0) write_redis(page, redis, shared_routes);
    if (gauges.spans) write_spans(page, *gauges.spans);
}

}  // namespace signalbox::telemetry
