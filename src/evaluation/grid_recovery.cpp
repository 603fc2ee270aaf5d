#include "evaluation/mean.hpp"
#include "evaluation/recovery.hpp"

#include <algorithm>
#include <array>

namespace signalbox::evaluation {

namespace {

constexpr std::size_t steps = 10;

struct Point {
    double percent = 0;  // of strong calls
    double quality = 0;
};
using Points = std::array<Point, steps + 1>;

// Between neighbours of the sorted list, as numpy.quantile.
double quantile(std::vector<double> const& sorted, double q) {
    auto const at = q * static_cast<double>(sorted.size() - 1);
    auto const i = static_cast<std::size_t>(at);
    if (i + 1 >= sorted.size()) return sorted[i];
    return sorted[i] + (sorted[i + 1] - sorted[i]) * (at - static_cast<double>(i));
}

Point point(std::span<double const> scores, Outcomes const& outcomes, double threshold, bool above) {
    double calls = 0, sum = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        bool const strong = above ? scores[i] > threshold : scores[i] >= threshold;
        calls += strong;
        sum += strong ? outcomes.strong[i] : outcomes.weak[i];
    }
    auto const count = static_cast<double>(scores.size());
    return {100 * calls / count, sum / count};
}

// The percentage at which the quality is `quality`, found as numpy.interp finds it, also where the quality does not
// rise all the way.
double percent_at(Points const& points, double quality) {
    if (quality <= points.front().quality) return points.front().percent;
    if (quality >= points.back().quality) return points.back().percent;
    std::size_t low = 0, high = points.size() - 1;
    while (high - low > 1) {
        auto const middle = (low + high) / 2;
        (quality >= points[middle].quality ? low : high) = middle;
    }
    auto const& a = points[low];
    auto const& b = points[high];
    if (a.quality == b.quality) return a.percent;
    return a.percent + (b.percent - a.percent) * (quality - a.quality) / (b.quality - a.quality);
}

double area(Points const& points) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        auto const width = points[i + 1].percent / 100 - points[i].percent / 100;
        sum += width * (points[i + 1].quality + points[i].quality) / 2;
    }
    return sum;
}

}  // namespace

std::optional<Recovery> grid_recovery(std::span<double const> scores, Outcomes const& outcomes) {
    if (scores.empty()) return std::nullopt;
    std::vector<double> sorted(scores.begin(), scores.end());
    std::ranges::sort(sorted);
    Points points;
    for (std::size_t i = 0; i <= steps; ++i) {
        auto const threshold = quantile(sorted, static_cast<double>(i) / steps);
        points[i] = point(scores, outcomes, threshold, i == steps);
    }
    std::ranges::sort(points, {}, &Point::percent);  // points of one percentage are the same point
    auto const weak = mean(outcomes.weak), strong = mean(outcomes.strong);
    auto const width = points.back().percent / 100 - points.front().percent / 100;
    if (strong <= weak || width <= 0) return std::nullopt;
    auto const floor = weak * width, ceiling = strong * width;
    return Recovery{(area(points) - floor) / (ceiling - floor), percent_at(points, weak + .5 * (strong - weak)),
                    percent_at(points, weak + .8 * (strong - weak))};
}

}  // namespace signalbox::evaluation
