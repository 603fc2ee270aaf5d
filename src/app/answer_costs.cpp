#include "app/answer_costs.hpp"

#include "app/scalar.hpp"

#include <algorithm>

namespace signalbox::app {

namespace {

std::string names_of(OutcomeTable const& table) {
    std::string text;
    for (auto const& model : table.models) text.append(text.empty() ? "" : ", ").append(model.name);
    return text;
}

}  // namespace

Result<NamedPrice> read_price(std::string const& text) {
    auto const equals = text.rfind('='), slash = text.rfind('/');
    if (equals != std::string::npos && slash != std::string::npos && equals > 0 && slash > equals) {
        auto const input = read_number(std::string_view{text}.substr(equals + 1, slash - equals - 1));
        auto const output = read_number(std::string_view{text}.substr(slash + 1));
        if (input && output && *input >= 0 && *output >= 0) return NamedPrice{text.substr(0, equals), *input, *output};
    }
    return fail(
        Errc::invalid_value,
        "--price: expected NAME=IN/OUT in dollars for a million tokens, such as strong=2.5/10, found \"" + text + "\"");
}

Result<cli::CostBasis> add_costs(OutcomeTable& table, std::span<NamedPrice const> prices,
                                 std::span<TokenEstimate const> tokens) {
    constexpr double million = 1e6;
    auto basis = cli::CostBasis::measured;
    for (auto const& price : prices) {
        auto const model = std::ranges::find(table.models, price.model, &ModelOutcomes::name);
        if (model == table.models.end()) {
            return fail(Errc::invalid_value,
                        "--price: the file has no model \"" + price.model + "\"; it has " + names_of(table));
        }
        if (!model->costs.empty()) {
            return fail(Errc::invalid_value, "--price: the costs of \"" + price.model +
                                                 "\" are in the file, or its price was given before; leave one out");
        }
        for (auto const& [input, output] : tokens) {
            auto const dollars =
                price.input * static_cast<double>(input.count) + price.output * static_cast<double>(output.count);
            model->costs.push_back(dollars / million);
        }
        basis = cli::CostBasis::prices;
    }
    return basis;
}

}  // namespace signalbox::app
