#include "learning/skill_fit.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace signalbox {

namespace {

struct Row {
    double odds = 0;  // with all offsets as they are now
    double score = 0;
    double weight = 0;
};

// One offset and the rows that it moves.
struct Offset {
    double* value = nullptr;
    double ridge = 1;
    std::vector<std::size_t> rows;
};

double chance(double odds) { return 1 / (1 + std::exp(-odds)); }

// One step of Newton's method along one offset, no longer than a unit: far from the best value the curve is
// flat there and a whole step would overshoot.
double settle(Offset& offset, std::vector<Row>& rows, double most) {
    double slope = -offset.ridge * *offset.value;
    double bend = offset.ridge;
    for (auto const i : offset.rows) {
        auto const p = chance(rows[i].odds);
        slope += rows[i].weight * (rows[i].score - p);
        bend += rows[i].weight * p * (1 - p);
    }
    auto const next = std::clamp(*offset.value + std::clamp(slope / bend, -1.0, 1.0), -most, most);
    auto const moved = next - *offset.value;
    *offset.value = next;
    for (auto const i : offset.rows) rows[i].odds += moved;
    return std::abs(moved);
}

// The offsets of each model in the order of models: its skill, then its categories. Those that all share come first.
std::vector<Offset> offsets_of(Lessons& lessons, std::span<Outcome const* const> outcomes,
                               SkillFitOptions const& options) {
    std::vector<Offset> offsets;
    for (auto& value : lessons.by_category) offsets.push_back({&value, options.category_ridge, {}});
    std::map<ModelTag, std::size_t> first;  // of a model's offsets
    for (auto& [tag, skill] : lessons.models) {
        first.emplace(tag, offsets.size());
        offsets.push_back({&skill.skill, options.model_ridge, {}});
        for (auto& value : skill.by_category) offsets.push_back({&value, options.model_category_ridge, {}});
    }
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        auto const category = static_cast<std::size_t>(outcomes[i]->category);
        auto const model = first.at(outcomes[i]->model);
        offsets[category].rows.push_back(i);
        offsets[model].rows.push_back(i);
        offsets[model + 1 + category].rows.push_back(i);
    }
    return offsets;
}

}  // namespace

Lessons fit_skills(std::span<Outcome const* const> outcomes, std::span<double const> weights,
                   std::span<double const> priors, Lessons const& from, SkillFitOptions const& options) {
    constexpr double still = 1e-6;
    Lessons lessons = from;
    lessons.models.clear();
    for (auto const* outcome : outcomes) {
        auto const known = from.models.find(outcome->model);
        lessons.models.try_emplace(outcome->model, known == from.models.end() ? LearnedSkill{} : known->second);
    }
    std::vector<Row> rows;
    rows.reserve(outcomes.size());
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        auto const& outcome = *outcomes[i];
        rows.push_back({.odds = priors[i] + lesson_for(lessons, outcome.model).in(outcome.category),
                        .score = outcome.score,
                        .weight = weights[i]});
    }
    auto offsets = offsets_of(lessons, outcomes, options);
    for (int round = 0; round < options.rounds; ++round) {
        double moved = 0;
        for (auto& offset : offsets) moved = std::max(moved, settle(offset, rows, options.most));
        if (moved < still) break;
    }
    return lessons;
}

}  // namespace signalbox
