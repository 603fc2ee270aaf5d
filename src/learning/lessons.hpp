#pragma once

#include "analysis/weights.hpp"
#include "core/analysis_result.hpp"
#include "learning/outcome.hpp"
#include "routing/model_card.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>

namespace signalbox {

// What outcomes have taught, beside the facts that are configured. Immutable once published.
struct Lessons {
    std::uint64_t number = 0;  // counts up with each that was accepted; 0: nothing was learned yet
    std::uint64_t base = 0;    // version of what the priors of the outcomes were made with
    std::int64_t at = 0;       // seconds since 1970
    // How far answers in a category are better or worse here than facts and analysis say, for every model:
    // log-odds. What is known of a single model comes on top.
    std::array<double, category_names.size()> by_category{};
    std::map<ModelTag, LearnedSkill> models;
    std::shared_ptr<Weights const> weights;  // of the analysis; null: those that are built in
};

// Both together, as routing takes it for one model.
[[nodiscard]] LearnedSkill lesson_for(Lessons const& lessons, ModelTag model);

}  // namespace signalbox
