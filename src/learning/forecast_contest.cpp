#include "learning/forecast_contest.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace signalbox {

namespace {

struct Class {
    double total = 0;
    double squares = 0;
    void add(double weight) {
        total += weight;
        squares += weight * weight;
    }
};

}  // namespace

ForecastContest::Result ForecastContest::result() {
    std::ranges::sort(entries_, {}, &Entry::predicted);
    std::array<Class, 2> classes;  // poor, good
    for (auto const& entry : entries_) classes[entry.good ? 1 : 0].add(entry.weight);
    auto const& [poor, good] = classes;
    Result result{.pairs = good.total * poor.total};
    if (result.pairs <= 0) return result;

    // The share of the other class that each entry wins against, by DeLong: its mean is the AUC for either class.
    std::vector<double> shares(entries_.size());
    std::array<double, 2> below{};
    for (std::size_t from = 0; from < entries_.size();) {
        auto to = from;
        std::array<double, 2> tied{};
        for (; to < entries_.size() && entries_[to].predicted == entries_[from].predicted; ++to) {
            tied[entries_[to].good ? 1 : 0] += entries_[to].weight;
        }
        for (auto i = from; i < to; ++i) {
            shares[i] =
                entries_[i].good ? (below[0] + tied[0] / 2) / poor.total : 1 - (below[1] + tied[1] / 2) / good.total;
        }
        below[0] += tied[0];
        below[1] += tied[1];
        from = to;
    }
    double auc = 0;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (entries_[i].good) auc += entries_[i].weight * shares[i] / good.total;
    }
    result.won = auc * result.pairs;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        auto const other = entries_[i].good ? poor.total : good.total;
        auto const off = entries_[i].weight * other * (shares[i] - auc);
        result.variance += off * off;
    }
    // Mann and Whitney's, with weights: two pairs that share an answer are correlated by a third.
    result.chance_variance = (good.squares * (poor.total * poor.total - poor.squares) +
                              poor.squares * (good.total * good.total - good.squares)) /
                                 12 +
                             good.squares * poor.squares / 4;
    return result;
}

}  // namespace signalbox
