#pragma once

#include "evaluation/evaluation.hpp"

namespace signalbox::evaluation {

// A validator that reads the weak model's answer and is right so often: the chance that it scores a good answer above
// a poor one. Its scores are simulated as two normal distributions of equal width (binormal).
struct ValidatorOptions {
    double auc = 0.8;  // 0.5 up to below 1
    int draws = 200;   // of the validator's scores, each on another resample of the prompts
    std::uint64_t seed = 1;
    double good = 0.5;
    double target = 0.95;
};

struct CascadeFigures {
    Figure apgr;          // against the share of strong calls
    Figure apgr_by_cost;  // against money: an escalated request pays both answers
    Figure share;         // of strong calls at the target quality
    Figure cost;          // there, in parts of all-strong; above 1 it is cheaper to ask the strong model at once
};

// Three ways to spend strong calls: as the router says before any answer; as the validator says of the weak answer; and
// by both: how likely the router held it that the strong model is needed, and what the validator's score makes of
// that (Bayes). Needs of any scale become chances by a curve fitted to the outcomes.
struct Cascade {
    CascadeFigures router, validator, both;
};
// REQUIRES: opinions.weak_ok is not empty.
[[nodiscard]] Cascade simulate_cascade(Outcomes const& outcomes, Opinions const& opinions,
                                       ValidatorOptions const& options, Progress const& progress);

}  // namespace signalbox::evaluation
