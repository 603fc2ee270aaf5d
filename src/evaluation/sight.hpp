#pragma once

#include "evaluation/contender_samples.hpp"
#include "evaluation/discrimination.hpp"

#include <array>
#include <optional>
#include <span>

namespace signalbox::evaluation {

// The contenders that rank by scores of their own; the shuffled one ranks by ours.
inline constexpr std::array ranked{Contender::ours, Contender::length, Contender::random, Contender::oracle};

// What one sample of the prompts says of everything but the shuffled control.
struct Sight {
    std::array<Measured, ranked.size()> contenders;  // in the order of `ranked`
    double weak = 0, strong = 0;                     // mean quality
    std::optional<double> auc_need, auc_weak_ok, ece;

    [[nodiscard]] std::optional<Recovery> const& recovery(Contender contender) const;
};

// Ranks the prompts once and looks at any sample of them.
class Looker {
public:
    // `words`: of each prompt. Outcomes and opinions outlive it.
    Looker(Outcomes const& outcomes, Opinions const& opinions, std::span<std::size_t const> words,
           Options const& options);

    [[nodiscard]] Sight look(Counts counts) const;
    [[nodiscard]] Ranking const& ranking(Contender contender) const;  // REQUIRES: one of `ranked`

private:
    Outcomes const& outcomes_;
    std::span<double const> chances_;
    double target_;
    std::array<Ranking, ranked.size()> rankings_;
    Ranking by_weak_ok_;
    Labels needed_;
    Labels weak_good_;
};

// What was seen in many samples.
class SightSamples {
public:
    void add(Sight const& sight);
    // Fills in what was seen of the file itself, with the intervals of the samples.
    void give(Evaluation& evaluation, Sight const& seen) const;
    [[nodiscard]] Figure gap(Sight const& seen) const { return {seen.strong - seen.weak, gap_.interval()}; }

private:
    std::array<ContenderSamples, ranked.size()> contenders_;
    Samples weak_, strong_, gap_, auc_need_, auc_weak_ok_, ece_, over_length_;
};

}  // namespace signalbox::evaluation
