#include "routing/plan_text.hpp"

#include "routing/candidate_filter.hpp"

#include <array>
#include <cstdio>

namespace signalbox {

namespace {

std::string two_digits(double value) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%.2f", value);
    return text.data();
}

std::string price_of(Scored const& one) { return one.cost ? dollars(*one.cost) : "an unknown price"; }

Scored const* best_where(PlanStory const& story, auto condition) {
    Scored const* best = nullptr;
    for (auto const& one : story.candidates) {
        if (condition(one) && (best == nullptr || one.quality > best->quality)) best = &one;
    }
    return best;
}

std::string choice(PlanStory const& story) {
    auto const& chosen = story.primary;
    if (story.candidates.size() == 1)
        return chosen.model->id + " is the only model that can serve, at " + price_of(chosen);
    if (story.fixed) {
        return chosen.model->id + " at " + price_of(chosen) +
               ", the default model: routing is switched off, being no better than chance here";
    }
    if (story.fast_path)
        return "fast path, " + chosen.model->id + " is the cheapest model that can serve, at " + price_of(chosen);
    bool const best = best_where(story, [](auto const&) { return true; })->quality <= chosen.quality;
    return chosen.model->id + (best ? " is the best with " : " is good enough with ") + two_digits(chosen.quality) +
           " at " + price_of(chosen);
}

}  // namespace

std::string tell(PlanStory const& story) {
    auto const& chosen = story.primary;
    auto text = "complexity " + std::to_string(story.basis.complexity) + "/10 " +
                std::string{name(story.basis.category)} + ": " + choice(story);
    if (!story.fast_path && !story.fixed) {
        auto const* cheaper = best_where(story, [&](Scored const& one) {
            return one.assumed_cost < chosen.assumed_cost && one.quality < chosen.quality;
        });
        if (cheaper != nullptr)
            text += "; " + cheaper->model->id + " would be cheaper but only " + two_digits(cheaper->quality);
        auto const* better = best_where(story, [&](Scored const& one) { return one.quality > chosen.quality + 0.005; });
        if (better != nullptr) {
            text +=
                "; " + better->model->id + " would reach " + two_digits(better->quality) + " at " + price_of(*better);
        }
    }
    if (!chosen.model->quality.known()) text += "; the quality of " + chosen.model->id + " is unknown and guessed";
    if (story.limited && !chosen.cost) text += "; its price is unknown, so the cost limit could not be checked";
    if (story.unwell > 0) text += "; " + std::to_string(story.unwell) + " left out after failures";
    return text;
}

}  // namespace signalbox
