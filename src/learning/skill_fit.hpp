#pragma once

#include "learning/lessons.hpp"
#include "learning/outcome.hpp"

#include <span>

namespace signalbox {

// How strongly outcomes must speak before they are believed.
struct SkillFitOptions {
    // One over the variance that each offset has before anything is known of it. Outcomes pull against it with
    // their weights, so that a handful moves little and some dozens are believed.
    double category_ridge = 8;
    double model_ridge = 4;
    double model_category_ridge = 3;
    double most = 3;  // log-odds: no outcomes move a model further from its facts, each offset for itself
    int rounds = 40;
};

// The log-odds, beside those of the facts, under which the outcomes are likeliest: a ridge-penalised logistic
// regression, solved one offset after the other from where `from` stands. Deterministic. A model without
// outcomes has no offset.
// `priors`: the log-odds by the facts. REQUIRES: a weight and a prior for each outcome.
[[nodiscard]] Lessons fit_skills(std::span<Outcome const* const> outcomes, std::span<double const> weights,
                                 std::span<double const> priors, Lessons const& from,
                                 SkillFitOptions const& options = {});

}  // namespace signalbox
