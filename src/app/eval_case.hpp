#pragma once

#include "analysis/weights.hpp"
#include "app/eval_command.hpp"
#include "app/model_pair.hpp"
#include "app/outcome_file.hpp"
#include "cli/evaluation_report.hpp"
#include "evaluation/outcomes.hpp"

namespace signalbox::app {

// What `signalbox eval` measures: prompts, what a router says of them, and which two models it chooses between.
struct EvalCase {
    OutcomeTable table;
    Weights weights;
    evaluation::Opinions opinions;
    ModelPair pair;
    cli::CostBasis basis = cli::CostBasis::ratio;
};

// Reads the files. Errors: invalid_value, for what is wrong with them or does not go together.
[[nodiscard]] Result<EvalCase> read_case(EvalArguments const& arguments);

// Of the pair. `ratio`: a weak answer's cost in parts of a strong one's, where no costs are known.
[[nodiscard]] evaluation::Outcomes outcomes_of(EvalCase const& made, double ratio);

}  // namespace signalbox::app
