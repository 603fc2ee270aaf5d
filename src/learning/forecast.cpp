#include "learning/forecast.hpp"

#include "core/log_odds.hpp"
#include "learning/head_columns.hpp"
#include "learning/kept_row.hpp"

namespace signalbox {

namespace {

double sum_of(DesignRow const& row, std::vector<double> const& head) {
    double grams = 0;
    for (auto const& cell : row.cells) grams += double{cell.value} * head[cell.bin];
    double dense = 0;
    for (std::size_t i = 0; i < row.dense.size(); ++i) dense += double{row.dense[i]} * head[gram_bins + i];
    return double{gram_trust(row.dense)} * grams + dense;
}

}  // namespace

Forecast::Forecast(Lessons const& lessons, Weights const& built_in)
    : lessons_{lessons},
      weights_{lessons.weights ? *lessons.weights : built_in},
      ease_{learning::head_columns(weights_, Head::ease)},
      gain_{learning::head_columns(weights_, Head::gain)} {}

double Forecast::prior(Outcome const& outcome) const {
    auto const row = design_row_of(outcome.row);
    if (!row) return outcome.prior;
    auto const category = static_cast<std::size_t>(outcome.category);
    auto const [slope, shift] = weights_.ease_of[category];
    auto const ease = slope * sum_of(*row, ease_) + shift;
    auto const gain = sum_of(*row, gain_) + weights_.gain_of[category];
    auto const need = chance_of(weights_.need_slope * (gain - weights_.need_middle));
    return ease + outcome.strength * lead_of(need) + outcome.bonus;
}

double Forecast::chance(Outcome const& outcome) const {
    return chance_of(prior(outcome) + lesson_for(lessons_, outcome.model).in(outcome.category));
}

}  // namespace signalbox
