#include "learning/refit_lessons.hpp"

#include "learning/weight_fit.hpp"

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

// So far of the way from one to the other. REQUIRES: of equal weights.
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

// One refit, from all outcomes and what they weigh.
class Refitting {
public:
    Refitting(std::span<Outcome const* const> outcomes, std::vector<double> const& weights, Lessons const& current,
              Weights const& built_in, LessonOptions const& options)
        : outcomes_{outcomes},
          weights_{weights},
          current_{current},
          built_in_{built_in},
          options_{options},
          before_{current, built_in} {
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            if (is_held_out(*outcomes[i])) continue;
            taught_.push_back(outcomes[i]);
            taught_weights_.push_back(weights[i]);
        }
    }

    // Outcomes that count less take the weights less far from those that are built in.
    [[nodiscard]] Refit with_new_weights() const {
        Refit refit;
        auto shares = taught_weights_;
        for (int i = 0; i <= halvings; ++i) {
            auto from = current_;
            from.weights = fit_weights(taught_, shares, built_in_);
            if (from.weights == nullptr) return {};
            refit = tested(with_skills(from, shares));
            if (refit.verdict.moved <= options_.drift.most_moved) break;
            for (auto& share : shares) share /= 2;
        }
        return refit;
    }

    [[nodiscard]] Refit with_weights_in_use() const {
        auto const fitted = with_skills(current_, taught_weights_);
        auto refit = tested(fitted);
        double share = 1;
        for (int i = 0; i < halvings && refit.verdict.moved > options_.drift.most_moved; ++i) {
            share /= 2;
            refit = tested(part_of_the_way(current_, fitted, share));
        }
        return refit;
    }

private:
    static constexpr int halvings = 6;  // of a step that is too long

    [[nodiscard]] Lessons with_skills(Lessons const& from, std::vector<double> const& weights) const {
        Forecast const forecast{from, built_in_};
        std::vector<double> priors;
        priors.reserve(taught_.size());
        for (auto const* outcome : taught_) priors.push_back(forecast.prior(*outcome));
        return fit_skills(taught_, weights, priors, from, options_.fit);
    }
    [[nodiscard]] Refit tested(Lessons lessons) const {
        auto verdict = judge_drift(outcomes_, weights_, before_, Forecast{lessons, built_in_}, options_.drift);
        return {.lessons = std::move(lessons), .verdict = std::move(verdict)};
    }

    std::span<Outcome const* const> outcomes_;
    std::vector<double> const& weights_;
    Lessons const& current_;
    Weights const& built_in_;
    LessonOptions const& options_;
    Forecast before_;
    std::vector<Outcome const*> taught_;
    std::vector<double> taught_weights_;
};

}  // namespace

Refit refit_lessons(std::span<Outcome const* const> outcomes, Lessons const& current, Weights const& built_in,
                    std::int64_t now, LessonOptions const& options) {
    auto const weights = fair_weights(outcomes, options.weights, now);
    Refitting const refitting{outcomes, weights, current, built_in, options};
    auto refit = refitting.with_new_weights();
    if (!refit.verdict.accepted) refit = refitting.with_weights_in_use();
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
