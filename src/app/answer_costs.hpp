#pragma once

#include "app/outcome_file.hpp"
#include "cli/evaluation_report.hpp"
#include "core/tokens.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace signalbox::app {

struct TokenEstimate {
    Tokens input;
    Tokens output;
};

// What `--price NAME=IN/OUT` says: dollars for a million tokens.
struct NamedPrice {
    std::string model;
    double input = 0;
    double output = 0;
};
[[nodiscard]] Result<NamedPrice> read_price(std::string const& text);

// What every answer of every model costs in dollars: what the file says, or a price and the estimated tokens. No costs
// where neither is there. Errors: a price of an unknown model, twice, or beside costs in the file.
[[nodiscard]] Result<cli::CostBasis> add_costs(OutcomeTable& table, std::span<NamedPrice const> prices,
                                               std::span<TokenEstimate const> tokens);

}  // namespace signalbox::app
