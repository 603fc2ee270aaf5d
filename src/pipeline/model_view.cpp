#include "pipeline/model_view.hpp"

#include "core/keyed_hash.hpp"

#include <algorithm>

namespace signalbox {

std::shared_ptr<Snapshot const> view_of_models(Snapshot const& all, std::vector<std::string> const& names) {
    std::vector<ModelCard> cards;
    for (auto const& card : all.registry.models()) {
        auto const means_it = [&](std::string const& name) { return all.registry.find(name) == &card; };
        if (std::ranges::any_of(names, means_it)) cards.push_back(card);
    }
    auto view = std::make_shared<Snapshot>(all);
    view->registry = ModelRegistry{std::move(cards)};
    // An analyzer that may not be asked is none.
    auto& analyzer = view->chain.analyzer;
    if (analyzer.on() && view->registry.find(analyzer.model) == nullptr) analyzer = {};
    KeyedHash hash{{}};  // no secret: an epoch only tells differences
    hash.update(all.epoch);
    hash.update(view->registry.version());
    view->epoch = hash.finish()[0];
    return view;
}

}  // namespace signalbox
