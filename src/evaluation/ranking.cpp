#include "evaluation/ranking.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace signalbox::evaluation {

Ranking::Ranking(std::span<double const> scores) : order_(scores.size()), ends_tie_(scores.size()) {
    std::iota(order_.begin(), order_.end(), 0U);
    std::ranges::sort(order_, [&](auto a, auto b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; });
    for (std::size_t place = 0; place < order_.size(); ++place) {
        bool const last = place + 1 == order_.size();
        ends_tie_[place] = last || scores[order_[place]] != scores[order_[place + 1]];
    }
}

Ranking Ranking::shuffled(Random& random) const {
    auto other = *this;
    for (auto left = other.order_.size(); left > 1; --left) {
        std::swap(other.order_[left - 1], other.order_[random.below(static_cast<std::uint32_t>(left))]);
    }
    return other;
}

}  // namespace signalbox::evaluation
