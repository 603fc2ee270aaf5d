#pragma once

#include "routing/model_card.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace signalbox {

// What is known of each model. Immutable once built: reload builds another one.
// Threads: shared by all loops.
class ModelRegistry {
public:
    ModelRegistry() = default;
    // Fills what `cards` leave unknown by inference from the model's name. Of two cards with the
    // same id, and of two models with the same alias, the first wins.
    explicit ModelRegistry(std::vector<ModelCard> cards);

    [[nodiscard]] std::span<ModelCard const> models() const { return cards_; }
    // By id, alias or bare upstream name (when only one model has it); null when unknown.
    [[nodiscard]] ModelCard const* find(std::string_view name) const;
    // Differs when any fact differs: part of the cache epoch.
    [[nodiscard]] std::uint64_t version() const { return version_; }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    std::vector<ModelCard> cards_;
    std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> by_name_;
    std::uint64_t version_ = 0;
};

// Offers what the name alone suggests (Origin::inference): tier, quality, window, abilities, and
// for well-known models the list price. Unknown families get nothing invented: facts stay unknown.
void infer_from_name(ModelCard& card);

}  // namespace signalbox
