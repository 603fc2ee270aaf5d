#include "app/model_list.hpp"

#include "app/list_copy.hpp"
#include "app/listed_facts.hpp"

#include <algorithm>

namespace signalbox::app {

Result<void> ModelList::open() {
    if (copy_.empty()) return {};
    auto kept = read_list_copy(copy_);
    if (!kept) return std::unexpected{std::move(kept.error())};
    if (!*kept) return {};
    auto list = guard_list({}, std::move(**kept));
    if (!list) return std::unexpected{std::move(list.error())};
    models_ = std::move(list->models);
    copied_ = true;
    return {};
}

Result<ListUpdate> ModelList::take(std::vector<ListedModel> offered) {
    auto list = guard_list(models_, std::move(offered));
    if (!list) return std::unexpected{std::move(list.error())};
    ListUpdate update{.changed = list->models != models_, .newly_held = {}, .kept = {}};
    for (auto const& fact : list->held) {
        if (std::ranges::find(held_, fact) == held_.end()) update.newly_held.push_back(fact);
    }
    models_ = std::move(list->models);
    held_ = std::move(list->held);
    if (copy_.empty() || (copied_ && !update.changed)) return update;
    update.kept = write_list_copy(copy_, models_);
    copied_ = update.kept.has_value();
    return update;
}

void add_kept_lists(Config& config) {
    for (auto const& provider : config.providers) {
        if (provider.model_list.format == ModelListFormat::none) continue;
        ModelList list{provider.model_list.copy};
        if (list.open()) add_listed(config, provider, list.models());
    }
}

}  // namespace signalbox::app
