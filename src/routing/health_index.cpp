#include "routing/health_index.hpp"

namespace signalbox {

HealthIndex::HealthIndex(ModelRegistry const& registry, HealthOptions options, HealthIndex const* previous)
    : options_{options} {
    for (auto const& model : registry.models()) {
        auto key = model.provider + '\n' + model.upstream_name;
        auto& condition = by_upstream_[key];
        if (!condition && previous != nullptr) {
            auto const known = previous->by_upstream_.find(key);
            if (known != previous->by_upstream_.end()) condition = known->second;
        }
        if (!condition) condition = std::make_shared<ModelCondition>();
        by_id_.emplace(model.id, condition.get());
    }
}

ModelCondition* HealthIndex::find(std::string_view model) const {
    auto const found = by_id_.find(model);
    return found == by_id_.end() ? nullptr : found->second;
}

std::optional<Absence> HealthAt::absence(std::string_view model) const {
    auto const* condition = index_ == nullptr ? nullptr : index_->find(model);
    return condition == nullptr ? std::nullopt : condition->absence(now_);
}

}  // namespace signalbox
