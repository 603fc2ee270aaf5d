#include "telemetry/history.hpp"

#include <algorithm>

namespace signalbox::telemetry {

namespace {

// Which samples show a range, and how many of them make a step.
struct View {
    bool coarse = false;
    std::size_t samples = 0;
    std::size_t step = 1;
};

View view_of(HistoryRange range) {
    switch (range) {
        case HistoryRange::quarter:
            return {.coarse = false, .samples = 90, .step = 1};
        case HistoryRange::hour:
            return {.coarse = false, .samples = 360, .step = 4};
        case HistoryRange::day:
            break;
    }
    return {.coarse = true, .samples = 720, .step = 8};
}

}  // namespace

void History::sample(std::int64_t at, Totals totals) {
    std::lock_guard const lock{mutex_};
    if (until_coarse_-- == 0) {
        until_coarse_ = coarse_every - 1;
        coarse_.push_back({at, totals});
        if (coarse_.size() > coarse_samples) coarse_.pop_front();
    }
    fine_.push_back({at, std::move(totals)});
    if (fine_.size() > fine_samples) fine_.pop_front();
}

std::int64_t History::step_seconds(HistoryRange range) {
    auto const view = view_of(range);
    auto const fine = std::chrono::duration_cast<std::chrono::seconds>(every).count();
    return static_cast<std::int64_t>(view.step) * fine * (view.coarse ? coarse_every : 1);
}

std::vector<HistoryPoint> History::points(HistoryRange range, std::int64_t at, Totals const& now, Totals& begin) const {
    auto const view = view_of(range);
    std::vector<HistoryPoint> points;
    std::lock_guard const lock{mutex_};
    auto const& samples = view.coarse ? coarse_ : fine_;
    auto const* later = &now;
    auto until = at;
    auto const oldest = samples.size() - std::min(samples.size(), view.samples + 1);
    for (auto left = samples.size(); left > oldest;) {
        auto const& before = samples[left - 1];
        if (until > before.at) points.push_back({until, later->since(before.totals)});
        begin = before.totals;
        later = &before.totals;
        until = before.at;
        if (left == oldest + 1) break;
        left = std::max(left - std::min(left, view.step), oldest + 1);  // the oldest step may be a short one
    }
    std::ranges::reverse(points);
    return points;
}

}  // namespace signalbox::telemetry
