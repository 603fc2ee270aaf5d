#pragma once

#include "analysis/estimator.hpp"

namespace signalbox {

// Rules made by hand: each signal of the lexicon and each striking count speaks for categories, adds
// to the need and gives a reason. A signal weighs the same however often it is given, so that "Write a
// sorting function" and "Implement quicksort" come out equal.
//
// The need is one minus the product of (1 - weight) over all that speaks: it grows with each difficulty
// and never passes 1, whatever the order.
class HandRules final : public Estimator {
public:
    [[nodiscard]] Estimate estimate(Features const& features) const override;
    [[nodiscard]] double answer_tokens(Features const& features, Category category, double need) const override;
    [[nodiscard]] std::uint64_t version() const override;
};

}  // namespace signalbox
