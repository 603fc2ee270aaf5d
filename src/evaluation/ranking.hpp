#pragma once

#include "evaluation/random.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace signalbox::evaluation {

// Prompts in the order in which a falling threshold sends them to the strong model: the highest score first, equal
// scores in the order of the file. A threshold cannot divide equal scores: it cuts only where a tie ends.
class Ranking {
public:
    explicit Ranking(std::span<double const> scores);

    // The same scores dealt out to the prompts at random: as many strong calls at every threshold, without the skill.
    [[nodiscard]] Ranking shuffled(Random& random) const;

    [[nodiscard]] std::size_t size() const { return order_.size(); }
    [[nodiscard]] std::uint32_t prompt(std::size_t place) const { return order_[place]; }
    [[nodiscard]] bool ends_tie(std::size_t place) const { return ends_tie_[place] != 0; }

private:
    std::vector<std::uint32_t> order_;
    std::vector<std::uint8_t> ends_tie_;
};

}  // namespace signalbox::evaluation
