#include "app/listed_facts.hpp"

#include "routing/name_pattern.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace signalbox::app {

namespace {

template <class T>
void offer(Fact<T>& fact, std::optional<T> const& told) {
    if (told) fact.offer(*told, Origin::provider_list);
}

void offer_facts(ModelCard& card, ListedModel const& listed) {
    offer(card.price, listed.price);
    offer(card.context_window, listed.context_window);
    offer(card.max_output, listed.max_output);
    offer(card.tools, listed.tools);
    offer(card.json_mode, listed.json_mode);
    offer(card.vision, listed.vision);
}

bool is_wanted(ListedModel const& listed, std::vector<std::string> const& patterns) {
    if (!listed.text || !listed.price) return false;
    return std::ranges::any_of(patterns, [&](auto const& pattern) { return matches_pattern(pattern, listed.id); });
}

}  // namespace

void add_listed(Config& config, ProviderConfig const& provider, std::span<ListedModel const> models) {
    std::unordered_map<std::string_view, ListedModel const*> listed;
    for (auto const& model : models) listed.emplace(model.id, &model);
    std::unordered_set<std::string> names;       // taken ones
    std::unordered_set<std::string> configured;  // as the provider calls them
    for (auto& card : config.models) {
        names.insert(card.id);
        names.insert(card.aliases.begin(), card.aliases.end());
        if (card.provider != provider.name) continue;
        configured.insert(card.upstream_name);
        auto const found = listed.find(card.upstream_name);
        if (found != listed.end()) offer_facts(card, *found->second);
    }
    for (auto const& model : models) {
        if (configured.contains(model.id) || !is_wanted(model, provider.model_list.add)) continue;
        ModelCard card;
        card.provider = provider.name;
        card.upstream_name = model.id;
        card.id = provider.name + "/" + model.id;
        if (!names.insert(card.id).second) continue;
        offer_facts(card, model);
        config.models.push_back(std::move(card));
    }
}

}  // namespace signalbox::app
