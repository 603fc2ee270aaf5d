#pragma once

#include "analysis/weights.hpp"
#include "learning/drift_guard.hpp"
#include "learning/fair_weights.hpp"
#include "learning/lessons.hpp"
#include "learning/outcome.hpp"
#include "learning/skill_fit.hpp"

#include <cstdint>
#include <span>

namespace signalbox {

struct LessonOptions {
    FairWeights weights;
    SkillFitOptions fit;
    DriftLimits drift;
};

struct Refit {
    Lessons lessons;  // accepted: the next ones; else those from before
    DriftVerdict verdict;
};

// Learns from all outcomes but those held out, tests on these, and takes over what passes: new weights of the
// analysis together with what is known of models, or, where those do not pass, the latter alone with the weights in
// use. A step that is too long for the drift limit is taken as far as that goes: the next refit goes on from there,
// so that a change of the world is followed within some refits and a flood of outcomes moves routing by one step.
// Pure: `now` in seconds since 1970.
[[nodiscard]] Refit refit_lessons(std::span<Outcome const* const> outcomes, Lessons const& current,
                                  Weights const& built_in, std::int64_t now, LessonOptions const& options = {});

}  // namespace signalbox
