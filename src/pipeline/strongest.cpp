#include "pipeline/strongest.hpp"

namespace signalbox {

Candidate const* strongest_of(RoutingPlan const& plan) {
    Candidate const* strongest = nullptr;
    for (auto const& candidate : plan.candidates) {
        if (!candidate.dropped.empty()) continue;
        if (strongest == nullptr || candidate.quality > strongest->quality) strongest = &candidate;
    }
    return strongest;
}

std::optional<MicroUsd> cost_of_strongest(RoutingPlan const& plan, ModelRegistry const& registry, Usage const& answer) {
    auto const* const strongest = strongest_of(plan);
    auto const* const model = strongest != nullptr ? registry.find(strongest->model) : nullptr;
    if (model == nullptr || !model->price.known()) return std::nullopt;
    return cost(model->price.value, answer.input, answer.output);
}

}  // namespace signalbox
