#pragma once

#include "analysis/weights.hpp"
#include "app/answer_costs.hpp"
#include "app/outcome_file.hpp"
#include "evaluation/outcomes.hpp"

#include <vector>

namespace signalbox::app {

// What the analyzer with these weights says of each prompt, asked as a conversation's first message.
struct PromptOpinions {
    evaluation::Opinions opinions;
    std::vector<TokenEstimate> tokens;
};
[[nodiscard]] PromptOpinions opinions_of(std::vector<std::string> const& prompts, Weights const& weights);

// Foreign scores in the order of the prompts. Errors: invalid_value when prompts have none.
[[nodiscard]] Result<evaluation::Opinions> opinions_of(OutcomeTable const& table, ScoreTable const& scores,
                                                       std::string const& file);

}  // namespace signalbox::app
