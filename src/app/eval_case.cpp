#include "app/eval_case.hpp"

#include "app/answer_costs.hpp"
#include "app/data_file.hpp"
#include "app/prompt_opinions.hpp"
#include "app/weights_source.hpp"

namespace signalbox::app {

namespace {

using evaluation::Opinions;
using evaluation::Outcomes;

Result<OutcomeTable> read_outcomes(std::string const& path) {
    auto const text = read_data_file(path);
    if (!text) return std::unexpected(text.error());
    return parse_outcomes(*text, path);
}

Result<Opinions> read_opinions(OutcomeTable const& table, std::string const& path) {
    auto const text = read_data_file(path);
    if (!text) return std::unexpected(text.error());
    auto const scores = parse_scores(*text, path);
    if (!scores) return std::unexpected(scores.error());
    return opinions_of(table, *scores, path);
}

// Both models' answers have a cost, or neither has.
Result<cli::CostBasis> cost_basis(EvalCase const& made, cli::CostBasis with_costs, std::optional<double> ratio) {
    auto const& weak = made.table.models[made.pair.weak];
    auto const& strong = made.table.models[made.pair.strong];
    if (weak.costs.empty() && strong.costs.empty()) return cli::CostBasis::ratio;
    if (weak.costs.empty() || strong.costs.empty()) {
        auto const& poor = weak.costs.empty() ? weak.name : strong.name;
        return fail(Errc::invalid_value, "what \"" + poor + "\" costs is unknown: give --price \"" + poor +
                                             "=IN/OUT\" or a column \"cost:" + poor + "\"");
    }
    if (ratio) return fail(Errc::invalid_value, "--ratio: the costs of both models are known; leave it out");
    return with_costs;
}

}  // namespace

Result<EvalCase> read_case(EvalArguments const& arguments) {
    auto table = read_outcomes(arguments.file);
    if (!table) return std::unexpected(table.error());
    EvalCase made{.table = std::move(*table), .weights = built_in_weights()};
    if (arguments.weights) {
        auto weights = load_weights(*arguments.weights);
        if (!weights) return std::unexpected(weights.error());
        made.weights = std::move(*weights);
    }
    std::vector<NamedPrice> prices;
    for (auto const& text : arguments.prices) {
        auto price = read_price(text);
        if (!price) return std::unexpected(price.error());
        prices.push_back(std::move(*price));
    }
    auto own = opinions_of(made.table.prompts, made.weights);
    auto const with_costs = add_costs(made.table, prices, own.tokens);
    if (!with_costs) return std::unexpected(with_costs.error());
    made.opinions = std::move(own.opinions);
    if (arguments.scores) {
        auto foreign = read_opinions(made.table, *arguments.scores);
        if (!foreign) return std::unexpected(foreign.error());
        made.opinions = std::move(*foreign);
    }
    auto const pair = choose_pair(made.table, arguments.weak, arguments.strong);
    if (!pair) return std::unexpected(pair.error());
    made.pair = *pair;
    auto const basis = cost_basis(made, *with_costs, arguments.ratio);
    if (!basis) return std::unexpected(basis.error());
    made.basis = *basis;
    if (arguments.groups && made.table.groups.empty()) {
        return fail(Errc::invalid_value, arguments.file + ": --groups: the column \"group\" is missing");
    }
    if (arguments.learn && arguments.scores) {
        return fail(Errc::invalid_value, "--learn: only the built-in analyzer learns; leave --scores out");
    }
    if (arguments.validator && made.opinions.weak_ok.empty()) {
        return fail(Errc::invalid_value, *arguments.scores +
                                             ": --validator weighs chances; add the column \"weak_ok\" (the chance "
                                             "that the weak model is good, 0 to 1)");
    }
    return made;
}

Outcomes outcomes_of(EvalCase const& made, double ratio) {
    auto const& weak = made.table.models[made.pair.weak];
    auto const& strong = made.table.models[made.pair.strong];
    if (made.basis != cli::CostBasis::ratio) return {weak.scores, strong.scores, weak.costs, strong.costs};
    auto const count = weak.scores.size();
    return {weak.scores, strong.scores, std::vector<double>(count, ratio), std::vector<double>(count, 1.0)};
}

}  // namespace signalbox::app
