#include "app/model_pair.hpp"

#include "evaluation/mean.hpp"

#include <algorithm>

namespace signalbox::app {

namespace {

using evaluation::mean;

Result<std::size_t> place_of(OutcomeTable const& table, std::string const& name, std::string const& option) {
    auto const found = std::ranges::find(table.models, name, &ModelOutcomes::name);
    if (found != table.models.end()) return static_cast<std::size_t>(found - table.models.begin());
    std::string names;
    for (auto const& model : table.models) names.append(names.empty() ? "" : ", ").append(model.name);
    return fail(Errc::invalid_value, option + ": the file has no model \"" + name + "\"; it has " + names);
}

std::size_t smallest(OutcomeTable const& table, auto const& measure) {
    auto const found = std::ranges::min_element(table.models, {}, measure);
    return static_cast<std::size_t>(found - table.models.begin());
}

std::size_t weakest(OutcomeTable const& table) {
    bool const all_costs = std::ranges::none_of(table.models, [](auto const& model) { return model.costs.empty(); });
    return smallest(table, [&](ModelOutcomes const& model) { return mean(all_costs ? model.costs : model.scores); });
}

// By the column's own name, then by what the models made.
Result<std::size_t> chosen(OutcomeTable const& table, std::optional<std::string> const& wish, std::string const& role,
                           std::size_t otherwise) {
    if (wish) return place_of(table, *wish, "--" + role);
    auto const own = std::ranges::find(table.models, role, &ModelOutcomes::name);
    return own != table.models.end() ? static_cast<std::size_t>(own - table.models.begin()) : otherwise;
}

}  // namespace

Result<ModelPair> choose_pair(OutcomeTable const& table, std::optional<std::string> const& weak,
                              std::optional<std::string> const& strong) {
    auto const best = smallest(table, [](ModelOutcomes const& model) { return -mean(model.scores); });
    auto const low = chosen(table, weak, "weak", weakest(table));
    if (!low) return std::unexpected(low.error());
    auto const high = chosen(table, strong, "strong", best);
    if (!high) return std::unexpected(high.error());
    auto const& name = table.models[*low].name;
    if (*low == *high) {
        return fail(Errc::invalid_value,
                    "\"" + name + "\" is both the weak and the strong model; choose two with --weak and --strong");
    }
    if (table.models[*low].scores == table.models[*high].scores) {
        return fail(Errc::invalid_value, "\"" + name + "\" and \"" + table.models[*high].name +
                                             "\" have the same score on every prompt: there is nothing to choose "
                                             "between; bring prompts on which they differ");
    }
    return ModelPair{*low, *high};
}

}  // namespace signalbox::app
