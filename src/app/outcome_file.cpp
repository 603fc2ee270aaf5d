#include "app/outcome_file.hpp"

#include "app/csv_table.hpp"
#include "app/nearest.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

namespace signalbox::app {

namespace {

constexpr auto no_end = std::numeric_limits<double>::max();
constexpr std::string_view model_prefix = "model:", cost_prefix = "cost:";

struct ModelColumns {
    std::size_t score = 0;
    std::optional<std::size_t> cost;
};

// What may stand in the first line beside model:NAME and cost:NAME.
constexpr std::array<std::string_view, 5> plain_columns{"prompt_id", "group", "prompt", "weak", "strong"};

bool is_score(std::string_view column) {
    return column == "weak" || column == "strong" || (column.starts_with(model_prefix) && column != model_prefix);
}

std::string model_name(std::string_view column) {
    if (column.starts_with(model_prefix)) column.remove_prefix(model_prefix.size());
    return std::string{column};
}

void refuse_unknown(CsvTable& table) {
    for (auto const& column : table.columns()) {
        auto const& name = column.text;
        if (is_score(name) || std::ranges::find(plain_columns, name) != plain_columns.end()) continue;
        if (name.starts_with(cost_prefix)) {
            auto const model = name.substr(cost_prefix.size());
            if (table.find(model) && is_score(model)) continue;
            if (table.find(std::string{model_prefix} + model)) continue;
            table.complain(column, name, "there are costs and no scores of this model");
            continue;
        }
        auto const near = nearest(name, plain_columns);
        auto const hint = near.empty() ? std::string{} : " (did you mean \"" + std::string{near} + "\"?)";
        table.complain(column, name,
                       "unknown column" + hint +
                           "; known: prompt_id, group, prompt, weak, strong, model:NAME, cost:NAME; leave others out");
    }
}

std::vector<ModelColumns> model_columns(CsvTable& table, OutcomeTable& outcomes) {
    std::vector<ModelColumns> columns;
    for (std::size_t i = 0; i < table.columns().size(); ++i) {
        auto const& column = table.columns()[i];
        if (!is_score(column.text)) continue;
        auto name = model_name(column.text);
        if (std::ranges::find(outcomes.models, name, &ModelOutcomes::name) != outcomes.models.end()) {
            table.complain(column, column.text, "this model is there twice");
        }
        columns.push_back({i, table.find(std::string{cost_prefix} + name)});
        outcomes.models.push_back({.name = std::move(name)});
    }
    if (columns.size() < 2 && !table.columns().empty()) {
        table.complain(table.columns().front(), "",
                       "two models are needed: the columns \"weak\" and \"strong\", or at least two \"model:NAME\"");
    }
    return columns;
}

// Tells of ids that were there before, by the line of the first.
class Ids {
public:
    void take(CsvTable& table, CsvCell const& cell) {
        if (cell.text.empty()) return table.complain(cell, "prompt_id", "expected an id, found nothing");
        auto const [before, fresh] = lines_.emplace(cell.text, cell.place.line);
        if (fresh) return;
        table.complain(cell, "prompt_id", "the same id as in line " + std::to_string(before->second));
    }

private:
    std::unordered_map<std::string, int> lines_;
};

}  // namespace

Result<OutcomeTable> parse_outcomes(std::string_view text, std::string const& file) {
    CsvTable table{text, file};
    OutcomeTable outcomes;
    refuse_unknown(table);
    auto const id = table.require("prompt_id", "a name of each prompt");
    auto const prompt = table.require("prompt", "what the user wrote");
    auto const group = table.find("group");
    auto const columns = model_columns(table, outcomes);
    if (!table.good()) return std::unexpected(table.error());

    Ids ids;
    for (auto const& row : table.rows()) {
        ids.take(table, row[id]);
        outcomes.ids.push_back(row[id].text);
        outcomes.prompts.push_back(row[prompt].text);
        if (group) outcomes.groups.push_back(row[*group].text);
        if (row[prompt].text.empty()) table.complain(row[prompt], "prompt", "expected a prompt, found nothing");
        for (std::size_t i = 0; i < columns.size(); ++i) {
            outcomes.models[i].scores.push_back(table.number(row, columns[i].score, 0, 1));
            if (columns[i].cost) outcomes.models[i].costs.push_back(table.number(row, *columns[i].cost, 0, no_end));
        }
    }
    if (!table.good()) return std::unexpected(table.error());
    return outcomes;
}

Result<ScoreTable> parse_scores(std::string_view text, std::string const& file) {
    CsvTable table{text, file};
    ScoreTable found;
    auto const id = table.require("prompt_id", "as in the file of outcomes");
    auto const score = table.require("score", "higher: needs the strong model more");
    auto const weak_ok = table.find("weak_ok");
    found.has_weak_ok = weak_ok.has_value();
    for (auto const& column : table.columns()) {
        if (column.text == "prompt_id" || column.text == "score" || column.text == "weak_ok") continue;
        table.complain(column, column.text, "unknown column; known: prompt_id, score, weak_ok; leave others out");
    }
    if (!table.good()) return std::unexpected(table.error());

    Ids ids;
    for (auto const& row : table.rows()) {
        ids.take(table, row[id]);
        found.scores[row[id].text] = {table.number(row, score, -no_end, no_end),
                                      weak_ok ? table.number(row, *weak_ok, 0, 1) : 0};
    }
    if (!table.good()) return std::unexpected(table.error());
    return found;
}

}  // namespace signalbox::app
