#include "telemetry/totals.hpp"

#include "telemetry/metrics.hpp"

#include <algorithm>
#include <numeric>

namespace signalbox::telemetry {

namespace {

template <std::size_t N>
std::array<std::int64_t, N> difference(std::array<std::int64_t, N> const& now,
                                       std::array<std::int64_t, N> const& before) {
    std::array<std::int64_t, N> grown{};
    for (std::size_t i = 0; i < N; ++i) grown[i] = now[i] - before[i];
    return grown;
}

// A cache that was cleared counts from 0 again.
std::int64_t grown_since(std::int64_t now, std::int64_t before) { return now < before ? now : now - before; }

void add(Buckets& buckets, Histogram const& histogram) {
    for (std::size_t i = 0; i <= histogram.bounds().size(); ++i) buckets.counts[i] += histogram.count(i);
}

void add(Totals& totals, RouteMetrics const& route) {
    for (auto const& counter : route.by_class) totals.requests += counter.value();
    totals.refused += route.by_class[3].value();
    totals.failed += route.by_class[4].value();
    add(totals.latency, route.duration);
}

void add(Totals& totals, ModelMetrics const& model) {
    auto& one = totals.models.emplace_back(Totals::OfModel{.model = model.id, .answers = model.ok.value()});
    for (std::size_t code = 0; code < errc_count; ++code) {
        one.failed += model.failed[code].value();
        totals.errors[code] += model.failed[code].value();
    }
    for (auto const& spent : model.spent) {
        one.micro_usd += spent.micro_usd.value();
        totals.input_tokens += spent.input.value();
        totals.output_tokens += spent.output.value();
    }
    totals.micro_usd += one.micro_usd;
}

}  // namespace

std::int64_t Buckets::total() const { return std::accumulate(counts.begin(), counts.end(), std::int64_t{0}); }

double Buckets::percentile_ms(std::span<Duration const> bounds, double share) const {
    auto const wanted = share * static_cast<double>(total());
    if (wanted <= 0) return 0;
    auto const ms = [](Duration bound) { return std::chrono::duration<double, std::milli>{bound}.count(); };
    double below = 0;
    double from = 0;
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        auto const here = static_cast<double>(counts[i]);
        auto const to = ms(bounds[i]);
        if (below + here >= wanted) return from + (to - from) * (wanted - below) / here;
        below += here;
        from = to;
    }
    return from;
}

Totals Totals::since(Totals const& before) const {
    Totals grown{.requests = requests - before.requests,
                 .refused = refused - before.refused,
                 .failed = failed - before.failed,
                 .input_tokens = input_tokens - before.input_tokens,
                 .output_tokens = output_tokens - before.output_tokens,
                 .micro_usd = micro_usd - before.micro_usd,
                 .routed_micro_usd = routed_micro_usd - before.routed_micro_usd,
                 .strongest_micro_usd = strongest_micro_usd - before.strongest_micro_usd,
                 .escalations = escalations - before.escalations,
                 .fallbacks = fallbacks - before.fallbacks,
                 .cache_hits = grown_since(cache_hits, before.cache_hits),
                 .cache_misses = grown_since(cache_misses, before.cache_misses),
                 .validations = difference(validations, before.validations),
                 .errors = difference(errors, before.errors),
                 .latency = {difference(latency.counts, before.latency.counts)},
                 .first_token = {difference(first_token.counts, before.first_token.counts)},
                 .models = models};
    for (std::size_t i = 0; i < std::min(models.size(), before.models.size()); ++i) {
        grown.models[i].answers -= before.models[i].answers;
        grown.models[i].failed -= before.models[i].failed;
        grown.models[i].micro_usd -= before.models[i].micro_usd;
    }
    return grown;
}

Totals Metrics::totals(std::span<std::string_view const> routes) const {
    Totals totals;
    std::lock_guard const lock{mutex_};
    for (auto const& route : routes_) {
        if (std::ranges::find(routes, route.route) != routes.end()) add(totals, route);
    }
    for (auto const& model : models_) add(totals, model);
    for (std::size_t i = 0; i < validations.size(); ++i) totals.validations[i] = validations[i].value();
    for (std::size_t i = 0; i < errc_count; ++i) totals.errors[i] += rejected[i].value();
    add(totals.first_token, first_token);
    totals.routed_micro_usd = routed_micro_usd.value();
    totals.strongest_micro_usd = strongest_micro_usd.value();
    totals.escalations = escalations.value();
    totals.fallbacks = fallbacks.value();
    return totals;
}

}  // namespace signalbox::telemetry
