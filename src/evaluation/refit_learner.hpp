#pragma once

#include "analysis/weights.hpp"
#include "evaluation/learning_curve.hpp"
#include "learning/refit.hpp"

#include <string>

namespace signalbox::evaluation {

// Learns as a running server does: each known row is an answer of the weak and one of the strong model to a message,
// and the base weights are refitted to them.
class RefitLearner final : public Learner {
public:
    // Prompts and outcomes outlive it. Reads every prompt once.
    RefitLearner(Weights base, std::span<std::string const> prompts, Outcomes const& outcomes);

    [[nodiscard]] Result<Opinions> learn(std::span<std::uint32_t const> known,
                                         std::span<std::uint32_t const> asked) override;

private:
    Weights base_;
    std::span<std::string const> prompts_;
    Outcomes const& outcomes_;
    std::vector<learning::SeenMessage> messages_;
};

}  // namespace signalbox::evaluation
