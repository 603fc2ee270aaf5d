#pragma once

#include "app/outcome_file.hpp"

#include <optional>

namespace signalbox::app {

// Which two models of a file are compared. By name, or else: the strong one is the best on average; the weak one the
// cheapest on average where all costs are known, and the poorest where not.
struct ModelPair {
    std::size_t weak = 0;
    std::size_t strong = 0;
};
// Errors: invalid_value for an unknown name, twice the same model, or equal scores on every prompt.
[[nodiscard]] Result<ModelPair> choose_pair(OutcomeTable const& table, std::optional<std::string> const& weak,
                                            std::optional<std::string> const& strong);

}  // namespace signalbox::app
