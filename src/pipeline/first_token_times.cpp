#include "pipeline/first_token_times.hpp"

namespace signalbox {

namespace {

constexpr std::uint32_t most_samples = 1000;

// 20 ms, 24 ms, 29 ms, ... 24.5 s
constexpr std::array<Duration, 40> make_bounds() {
    std::array<Duration, 40> bounds{};
    auto bound = Duration{milliseconds{20}};
    for (auto& each : bounds) {
        each = bound;
        bound += bound / 5;
    }
    return bounds;
}
constexpr auto bounds = make_bounds();

}  // namespace

void FirstTokenTimes::observe(std::string_view model, Duration took) {
    std::size_t place = 0;
    while (place + 1 < bounds.size() && took > bounds[place]) ++place;
    std::lock_guard const lock{mutex_};
    auto found = models_.find(model);
    if (found == models_.end()) found = models_.emplace(std::string{model}, Histogram{}).first;
    auto& histogram = found->second;
    ++histogram.counts[place];
    if (++histogram.total < most_samples) return;
    histogram.total = 0;
    for (auto& count : histogram.counts) histogram.total += count /= 2;
}

std::optional<Duration> FirstTokenTimes::p95(std::string_view model) const {
    std::lock_guard const lock{mutex_};
    auto const found = models_.find(model);
    if (found == models_.end() || found->second.total < enough) return std::nullopt;
    auto const wanted = found->second.total - found->second.total / 20;
    std::uint32_t below = 0;
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        below += found->second.counts[i];
        if (below >= wanted) return bounds[i];
    }
    return bounds.back();
}

}  // namespace signalbox
