#pragma once

#include "routing/model_condition.hpp"
#include "routing/model_registry.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace signalbox {

// The conditions of all configured models. The index never changes, what it points at does: a reload
// makes another index, in which a model that stays (the same provider and upstream name) keeps its
// condition. Models that differ in nothing but their id share one.
// Threads: shared by all loops.
class HealthIndex {
public:
    HealthIndex(ModelRegistry const& registry, HealthOptions options, HealthIndex const* previous = nullptr);

    // By id; null when unknown.
    [[nodiscard]] ModelCondition* find(std::string_view model) const;
    [[nodiscard]] HealthOptions const& options() const { return options_; }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    template <class T>
    using ByName = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

    HealthOptions options_;
    ByName<std::shared_ptr<ModelCondition>> by_upstream_;  // "provider\nupstream name"
    ByName<ModelCondition*> by_id_;
};

// An index read at one moment. REQUIRES: the index outlives it; null: all are well.
class HealthAt final : public ModelHealth {
public:
    HealthAt(HealthIndex const* index, TimePoint now) : index_{index}, now_{now} {}
    [[nodiscard]] std::optional<Absence> absence(std::string_view model) const override;

private:
    HealthIndex const* index_;
    TimePoint now_;
};

}  // namespace signalbox
