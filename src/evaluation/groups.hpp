#pragma once

#include "evaluation/outcomes.hpp"

#include <optional>
#include <string>
#include <vector>

namespace signalbox::evaluation {

// One kind of prompts by itself. A router that only tells kinds apart has an APGR of 0.5 inside each of them.
struct GroupFigures {
    std::string name;
    std::size_t prompts = 0;
    double weak = 0, strong = 0;  // mean quality
    double need = 0;              // mean score
    std::optional<double> apgr;   // nothing where the strong model adds nothing
};

// In the order of their names. `names`: of each prompt's group.
[[nodiscard]] std::vector<GroupFigures> group_figures(Outcomes const& outcomes, std::span<double const> need,
                                                      std::span<std::string const> names);

}  // namespace signalbox::evaluation
