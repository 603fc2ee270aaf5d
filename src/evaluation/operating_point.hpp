#pragma once

#include "evaluation/outcomes.hpp"
#include "evaluation/ranking.hpp"

#include <optional>

namespace signalbox::evaluation {

// What a request costs that ends at the strong model.
enum class Payment : unsigned char {
    either,  // routed there: the strong answer only
    both,    // escalated: the weak answer too
};

// Where a threshold stands.
struct OperatingPoint {
    double share = 0;  // of strong calls, 0-1
    double cost = 0;   // in parts of what asking the strong model always costs; 0 where that costs nothing
};

// The first point of the ranking at which the quality is `fraction` of the strong model's. Everything strong where none
// is. Here equal scores are taken one by one, in the order of the file.
[[nodiscard]] OperatingPoint cheapest_reaching(double fraction, Ranking const& ranking, Outcomes const& outcomes,
                                               Counts counts, Payment payment = Payment::either);

// The recovered gap against money instead of calls: the area from the cost of all-weak to that of all-strong, both
// taken from the outcomes. Nothing where the strong model is not better, or not dearer.
[[nodiscard]] std::optional<double> recovery_by_cost(Ranking const& ranking, Outcomes const& outcomes, Counts counts,
                                                     Payment payment = Payment::either);

}  // namespace signalbox::evaluation
