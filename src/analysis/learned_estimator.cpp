#include "analysis/learned_estimator.hpp"

#include "analysis/answer_length.hpp"
#include "analysis/design_row.hpp"
#include "analysis/reasons.hpp"
#include "core/log_odds.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace signalbox {

namespace {

constexpr auto first_category = static_cast<std::size_t>(Head::code);

// What the words say, for all heads at once: the row's length comes out of the same pass.
HeadValues gram_sums(Features const& features, Weights const& weights) {
    HeadValues sums{};
    float squares = 0;
    for (auto const& gram : features.grams()) {
        auto const value = gram_value(gram);
        squares += value * value;
        auto const* const bin = &weights.bins[gram_bin(gram.hash) * head_stride];
        for (std::size_t head = 0; head < head_stride; ++head) sums[head] += value * static_cast<float>(bin[head]);
    }
    auto const norm = squares > 0 ? 1 / std::sqrt(squares) : 0;
    for (std::size_t head = 0; head < head_stride; ++head) sums[head] *= norm * weights.scale[head];
    return sums;
}

HeadValues all_sums(Features const& features, DenseRow const& dense, Weights const& weights) {
    auto sums = gram_sums(features, weights);
    auto const trust = gram_trust(dense);
    sums[static_cast<std::size_t>(Head::ease)] *= trust;
    sums[static_cast<std::size_t>(Head::gain)] *= trust;
    for (std::size_t i = 0; i < dense_count; ++i) {
        if (dense[i] == 0) continue;
        for (std::size_t head = 0; head < head_stride; ++head) sums[head] += dense[i] * weights.dense[i][head];
    }
    return sums;
}

using Shares = std::array<double, category_names.size()>;

Shares category_shares(HeadValues const& sums) {
    auto const most = *std::max_element(sums.begin() + first_category, sums.begin() + head_count);
    Shares shares{};
    double total = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        total += shares[i] = std::exp(static_cast<double>(sums[first_category + i] - most));
    }
    for (auto& share : shares) share /= total;
    return shares;
}

// The shares as far as the words are believed, beyond that the first category alone: how a few words are put must
// not change what the request is worth.
Shares believed(Shares shares, Category first, double trust) {
    for (auto& share : shares) share *= trust;
    shares[static_cast<std::size_t>(first)] += 1 - trust;
    return shares;
}

// The chance that the category is right; less of what is empty, unreadable or was not read whole.
double confidence(Shares const& shares, Features const& features, DenseRow const& dense) {
    if (features.count(Count::words) == 0) return 0.1;
    auto sure = *std::ranges::max_element(shares);
    if (features.clipped) sure *= 0.7;
    if (dense[dense_index(Shape::unreadable)] > 0) sure *= 0.4;
    return sure;
}

}  // namespace

Category Estimate::category() const { return static_cast<Category>(std::ranges::max_element(scores) - scores.begin()); }

LearnedEstimator::LearnedEstimator(Weights weights) : weights_{std::move(weights)}, version_{weights_.version()} {}

Estimate LearnedEstimator::estimate(Features const& features) const {
    auto const dense = dense_row(features);
    auto const sums = all_sums(features, dense, weights_);
    auto const shares = category_shares(sums);

    Estimate estimate{.confidence = confidence(shares, features, dense)};
    std::copy_n(sums.begin() + first_category, estimate.scores.size(), estimate.scores.begin());
    auto const parts = believed(shares, estimate.category(), gram_trust(dense));
    double ease = 0, gain = sums[static_cast<std::size_t>(Head::gain)];
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto const [slope, shift] = weights_.ease_of[i];
        ease += parts[i] * (slope * sums[static_cast<std::size_t>(Head::ease)] + shift);
        gain += parts[i] * weights_.gain_of[i];
    }
    estimate.difficulty = chance_of(-ease);
    estimate.need = chance_of(weights_.need_slope * (gain - weights_.need_middle));
    estimate.reasons = weightiest_reasons(dense, weights_, estimate.category());
    return estimate;
}

double LearnedEstimator::answer_tokens(Features const& features, Category category, int complexity) const {
    return expected_answer_tokens(features, category, complexity);
}

}  // namespace signalbox
