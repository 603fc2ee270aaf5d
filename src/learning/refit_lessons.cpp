#include "learning/refit_lessons.hpp"

#include <vector>

namespace signalbox {

namespace {

double between(double from, double to, double share) { return from + (to - from) * share; }

LearnedSkill between(LearnedSkill const& from, LearnedSkill const& to, double share) {
    LearnedSkill skill{.skill = between(from.skill, to.skill, share)};
    for (std::size_t i = 0; i < skill.by_category.size(); ++i) {
        skill.by_category[i] = between(from.by_category[i], to.by_category[i], share);
    }
    return skill;
}

// So far of the way from one to the other.
Lessons part_of_the_way(Lessons const& from, Lessons const& to, double share) {
    Lessons lessons = to;
    for (std::size_t i = 0; i < lessons.by_category.size(); ++i) {
        lessons.by_category[i] = between(from.by_category[i], to.by_category[i], share);
    }
    for (auto& [tag, skill] : lessons.models) {
        auto const known = from.models.find(tag);
        skill = between(known == from.models.end() ? LearnedSkill{} : known->second, skill, share);
    }
    return lessons;
}

// Those that are not held out, with their weights.
struct Taught {
    std::vector<Outcome const*> outcomes;
    std::vector<double> weights;
};

Taught taught_of(std::span<Outcome const* const> outcomes, std::span<double const> weights) {
    Taught taught;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (is_held_out(*outcomes[i])) continue;
        taught.outcomes.push_back(outcomes[i]);
        taught.weights.push_back(weights[i]);
    }
    return taught;
}

}  // namespace

Refit refit_lessons(std::span<Outcome const* const> outcomes, Lessons const& current, std::int64_t now,
                    RefitOptions const& options) {
    constexpr int halvings = 6;
    auto const weights = fair_weights(outcomes, options.weights, now);
    auto const taught = taught_of(outcomes, weights);
    auto const fitted = fit_skills(taught.outcomes, taught.weights, current, options.fit);
    Refit refit{.lessons = fitted, .verdict = judge_drift(outcomes, weights, current, fitted, options.drift)};
    double share = 1;
    for (int i = 0; i < halvings && refit.verdict.moved > options.drift.most_moved; ++i) {
        share /= 2;
        refit.lessons = part_of_the_way(current, fitted, share);
        refit.verdict = judge_drift(outcomes, weights, current, refit.lessons, options.drift);
    }
    if (!refit.verdict.accepted) {
        refit.lessons = current;
        return refit;
    }
    refit.lessons.number = current.number + 1;
    refit.lessons.base = current.base;
    refit.lessons.at = now;
    return refit;
}

}  // namespace signalbox
