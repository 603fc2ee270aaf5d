#pragma once

#include "evaluation/evaluation.hpp"
#include "evaluation/ranking.hpp"

namespace signalbox::evaluation {

// The figures of one ranking on one sample of the prompts.
struct Measured {
    std::optional<Recovery> recovery;
    double share = 0;
    double cost = 0;
};
[[nodiscard]] Measured measure(Ranking const& ranking, Outcomes const& outcomes, Counts counts, double target);

// What they were over many samples.
class ContenderSamples {
public:
    void add(Measured const& measured);
    // The file's own figures with the intervals of the samples.
    [[nodiscard]] ContenderFigures around(Measured const& measured) const;
    // For a contender that is itself drawn: the means.
    [[nodiscard]] ContenderFigures on_average() const;
    [[nodiscard]] Samples const& apgr() const { return apgr_; }

private:
    Samples apgr_, cpt50_, cpt80_, share_, cost_;
};

}  // namespace signalbox::evaluation
