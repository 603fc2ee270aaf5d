#include "routing/model_registry.hpp"

#include "core/keyed_hash.hpp"

#include <bit>
#include <unordered_set>

namespace signalbox {

namespace {

// Feeds a card to the hash, each fact with its origin, texts with their length.
class CardHash {
public:
    void add(std::string_view text) {
        hash_.update(text.size());
        hash_.update(text);
    }
    void add(double number) { hash_.update(std::bit_cast<std::uint64_t>(number)); }
    void add(std::int64_t number) { hash_.update(static_cast<std::uint64_t>(number)); }
    void add(bool truth) { hash_.update(std::uint64_t{truth}); }
    void add(Tier tier) { hash_.update(static_cast<std::uint64_t>(tier)); }
    void add(Price price) {
        add(price.input.count);
        add(price.output.count);
    }
    void add(LearnedSkill const& learned) {
        add(learned.skill);
        for (auto const offset : learned.by_category) add(offset);
    }
    void add(std::vector<Category> const& categories) {
        hash_.update(categories.size());
        for (auto const category : categories) hash_.update(static_cast<std::uint64_t>(category));
    }
    template <class T>
    void add(Fact<T> const& fact) {
        hash_.update(static_cast<std::uint64_t>(fact.origin));
        if (fact.known()) add(fact.value);
    }
    void add(ModelCard const& card) {
        add(std::string_view{card.id});
        add(std::string_view{card.provider});
        add(std::string_view{card.upstream_name});
        hash_.update(card.aliases.size());
        for (auto const& alias : card.aliases) add(std::string_view{alias});
        add(card.tier);
        add(card.quality);
        add(card.price);
        add(card.context_window);
        add(card.max_output);
        add(card.tokens_per_second);
        add(card.tools);
        add(card.json_mode);
        add(card.vision);
        add(card.chat);
        add(card.strengths);
        add(card.learned.value_or(LearnedSkill{}));
    }
    std::uint64_t finish() { return hash_.finish()[0]; }

private:
    KeyedHash hash_{{}};  // no secret: a version only tells differences
};

}  // namespace

ModelRegistry::ModelRegistry(std::vector<ModelCard> cards) {
    cards_.reserve(cards.size());
    for (auto& card : cards) {
        if (!by_name_.try_emplace(card.id, cards_.size()).second) continue;
        infer_from_name(card);
        cards_.push_back(std::move(card));
    }
    for (std::size_t i = 0; i < cards_.size(); ++i) {
        for (auto const& alias : cards_[i].aliases) by_name_.try_emplace(alias, i);
    }
    std::unordered_set<std::string_view> seen, ambiguous;
    for (auto const& card : cards_) {
        if (!seen.insert(card.upstream_name).second) ambiguous.insert(card.upstream_name);
    }
    for (std::size_t i = 0; i < cards_.size(); ++i) {
        if (!ambiguous.contains(cards_[i].upstream_name)) by_name_.try_emplace(cards_[i].upstream_name, i);
    }
    CardHash hash;
    for (auto const& card : cards_) hash.add(card);
    version_ = hash.finish();
}

ModelCard const* ModelRegistry::find(std::string_view name) const {
    auto const found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : &cards_[found->second];
}

}  // namespace signalbox
