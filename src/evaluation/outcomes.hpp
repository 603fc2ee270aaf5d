#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace signalbox::evaluation {

// What a weak and a strong model made of the same prompts, and what their answers cost.
// Invariant: the four lists are equally long.
struct Outcomes {
    std::vector<double> weak;  // quality of the answer, 0-1
    std::vector<double> strong;
    std::vector<double> weak_cost;  // of the answer, in any unit that both share; never negative
    std::vector<double> strong_cost;

    [[nodiscard]] std::size_t size() const { return weak.size(); }
};

// What a router says of each prompt.
struct Opinions {
    std::vector<double> need;     // higher: needs the strong model more; any scale
    std::vector<double> weak_ok;  // chance that the weak model's answer is good, 0-1; empty: it does not say
};

// How often each prompt counts: once in the file as it is, as often as it was drawn in a resample.
using Counts = std::span<double const>;

}  // namespace signalbox::evaluation
