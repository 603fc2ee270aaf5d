#include "learning/lessons.hpp"

namespace signalbox {

LearnedSkill lesson_for(Lessons const& lessons, ModelTag model) {
    auto const found = lessons.models.find(model);
    auto skill = found == lessons.models.end() ? LearnedSkill{} : found->second;
    for (std::size_t i = 0; i < skill.by_category.size(); ++i) skill.by_category[i] += lessons.by_category[i];
    return skill;
}

}  // namespace signalbox
