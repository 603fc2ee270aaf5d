#pragma once

#include "analysis/design_row.hpp"
#include "core/analysis_result.hpp"
#include "core/chain_context.hpp"
#include "learning/outcome.hpp"

#include <optional>

namespace signalbox {

// The design row of the message that a request asks about, in the form that is kept: the strongest cells, rounded.
// Empty for a message that goes on with an earlier task: its own words say little of what was asked for.
[[nodiscard]] OutcomeRow kept_row(ChainContext const& context, AnalysisResult const& analysis);

// The row as the learner takes it; nothing where it is empty, or was made by a program with other features.
[[nodiscard]] std::optional<DesignRow> design_row_of(OutcomeRow const& kept);

}  // namespace signalbox
