#include "telemetry/metrics.hpp"

#include <algorithm>

namespace signalbox::telemetry {

using std::chrono::microseconds;

std::array<Duration, 15> const request_bounds{
    milliseconds{1},    milliseconds{5},      milliseconds{10},     milliseconds{25},     milliseconds{50},
    milliseconds{100},  milliseconds{250},    milliseconds{500},    milliseconds{1000},   milliseconds{2500},
    milliseconds{5000}, milliseconds{10'000}, milliseconds{30'000}, milliseconds{60'000}, milliseconds{120'000}};

std::array<Duration, 14> const overhead_bounds{
    microseconds{10},     microseconds{25},     microseconds{50},      microseconds{100},      microseconds{250},
    microseconds{500},    microseconds{1000},   microseconds{2500},    microseconds{5000},     microseconds{10'000},
    microseconds{25'000}, microseconds{50'000}, microseconds{100'000}, microseconds{1'000'000}};

void Spending::add(Usage const& usage, std::optional<MicroUsd> cost) {
    auto const count = [](Counter& counter, std::int64_t by) {
        if (by != 0) counter.add(by);
    };
    count(input, usage.input.count);
    count(output, usage.output.count);
    count(cached, usage.cached.count);
    count(reasoning, usage.reasoning.count);
    if (cost) count(micro_usd, cost->count);
}

std::string_view Gauges::provider_of(std::string_view model) const {
    auto const found = std::ranges::find(models, model, &ModelGauge::model);
    return found == models.end() || found->provider.empty() ? std::string_view{"other"} : found->provider;
}

void RouteMetrics::answered(int status, Duration took) {
    by_class[static_cast<std::size_t>(std::clamp(status / 100, 1, 5) - 1)].add();
    duration.observe(took);
}

Metrics::Metrics(std::string version) : version_{std::move(version)} {
    models_.emplace_back("other");
    routes_.emplace_back("other");
    indexes_.push_back(std::make_unique<Index const>());
    index_.store(indexes_.back().get(), std::memory_order_release);
}

ModelMetrics& Metrics::model(std::string_view id) {
    auto const& index = *index_.load(std::memory_order_acquire);
    auto const found = index.find(id);
    return found != index.end() ? *found->second : add_model(id);
}

ModelMetrics& Metrics::add_model(std::string_view id) {
    std::lock_guard const lock{mutex_};
    auto const& current = *index_.load(std::memory_order_relaxed);
    if (auto const found = current.find(id); found != current.end()) return *found->second;
    if (models_.size() >= max_models || id.empty()) return models_.front();
    auto& added = models_.emplace_back(std::string{id});
    auto next = std::make_unique<Index>(current);
    next->emplace(added.id, &added);
    indexes_.push_back(std::move(next));
    index_.store(indexes_.back().get(), std::memory_order_release);
    return added;
}

RouteMetrics& Metrics::route(std::string_view path) {
    std::lock_guard const lock{mutex_};
    auto const found = std::ranges::find(routes_, path, &RouteMetrics::route);
    if (found != routes_.end()) return *found;
    return routes_.size() < max_routes ? routes_.emplace_back(std::string{path}) : routes_.front();
}

}  // namespace signalbox::telemetry
