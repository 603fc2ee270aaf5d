#include "routing/list_guard.hpp"

#include <algorithm>
#include <map>

namespace signalbox {

namespace {

constexpr std::int64_t widest_move = 10;
constexpr std::size_t enough_to_compare = 10;

bool unbelievable(MicroUsd known, MicroUsd offered) {
    if (known.count == 0) return false;
    return offered.count == 0 || offered.count > known.count * widest_move || known.count > offered.count * widest_move;
}

bool unbelievable(Price const& known, std::optional<Price> const& offered) {
    return !offered || unbelievable(known.input, offered->input) || unbelievable(known.output, offered->output);
}

// "0.15": whole micro-dollars as dollars, without zeros at the end.
std::string dollars_text(MicroUsd price) {
    constexpr std::int64_t million = 1'000'000;
    auto fraction = std::to_string(price.count % million);
    fraction.insert(0, 6 - fraction.size(), '0');
    fraction.erase(fraction.find_last_not_of('0') + 1);
    auto text = std::to_string(price.count / million);
    return fraction.empty() ? text : text + "." + fraction;
}

std::string text_of(std::optional<Price> const& price) {
    if (!price) return "unknown";
    return dollars_text(price->input) + " + " + dollars_text(price->output) + " dollars per million tokens";
}

std::string text_of(std::optional<std::int64_t> window) {
    return window ? std::to_string(*window) + " tokens" : "unknown";
}

void hold_back(ListedModel const& known, ListedModel& offered, std::vector<HeldFact>& held) {
    if (known.price && unbelievable(*known.price, offered.price)) {
        held.push_back({offered.id, "price", text_of(known.price), text_of(offered.price)});
        offered.price = known.price;
    }
    if (known.context_window && offered.context_window.value_or(0) < *known.context_window) {
        held.push_back({offered.id, "context_window", text_of(known.context_window), text_of(offered.context_window)});
        offered.context_window = known.context_window;
    }
}

// Of two with the same id the first one counts.
std::vector<ListedModel> in_order(std::vector<ListedModel> models) {
    std::map<std::string, ListedModel> by_id;
    for (auto& model : models) by_id.try_emplace(model.id, std::move(model));
    models.clear();
    for (auto& [id, model] : by_id) models.push_back(std::move(model));
    return models;
}

}  // namespace

Result<GuardedList> guard_list(std::span<ListedModel const> known, std::vector<ListedModel> offered) {
    offered = in_order(std::move(offered));
    if (offered.empty()) return fail(Errc::provider_protocol, "the model list is empty");
    if (known.size() >= enough_to_compare && offered.size() * 2 < known.size()) {
        return fail(Errc::provider_protocol, "the model list has only " + std::to_string(offered.size()) +
                                                 " models, where it had " + std::to_string(known.size()));
    }
    GuardedList list{.models = std::move(offered), .held = {}};
    for (auto& model : list.models) {
        auto const before = std::ranges::lower_bound(known, model.id, {}, &ListedModel::id);
        if (before != known.end() && before->id == model.id) hold_back(*before, model, list.held);
    }
    return list;
}

}  // namespace signalbox
