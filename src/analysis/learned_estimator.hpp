#pragma once

#include "analysis/estimator.hpp"
#include "analysis/weights.hpp"

namespace signalbox {

// Weights learned from outcomes: sums over the words and pairs of a message and over its dense features, one for
// each head, in one pass.
// Threads: const and without state that changes. Nothing is allocated.
class LearnedEstimator final : public Estimator {
public:
    explicit LearnedEstimator(Weights weights);

    [[nodiscard]] Estimate estimate(Features const& features) const override;
    [[nodiscard]] double answer_tokens(Features const& features, Category category, int complexity) const override;
    [[nodiscard]] std::uint64_t version() const override { return version_; }

private:
    Weights weights_;
    std::uint64_t version_ = 0;
};

}  // namespace signalbox
