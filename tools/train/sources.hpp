#pragma once

#include "learning/training.hpp"

#include <expected>
#include <string>
#include <vector>

namespace signalbox::training {

using learning::Example;
using Done = std::expected<void, std::string>;

// How much a row of each source counts, beside one row of outcomes.
struct SourceWeights {
    double own_category = 10;  // prompts made and labelled for this project
    double own_difficulty = 8;
    double own_gap = 8;
    double source_category = 0.2;    // categories that follow from where a prompt comes from
    double steps_difficulty = 0.15;  // school mathematics whose solutions have a known number of steps
    double steps_gap = 0.3;
};

// Each reads one file of the data folder and adds its rows. Errors name file and line.

// Questions of MMLU-Pro with what 29 models answered, each asked with four of its options.
[[nodiscard]] Done add_mmlupro(std::vector<Example>& examples, std::string const& path);
// Prompts of twelve tasks with the scores of nine models.
[[nodiscard]] Done add_ulab(std::vector<Example>& examples, std::string const& path);
// School mathematics with the number of steps of its solution.
[[nodiscard]] Done add_steps(std::vector<Example>& examples, std::string const& path, SourceWeights const& weights);
// Prompts whose category follows from their source.
[[nodiscard]] Done add_categories(std::vector<Example>& examples, std::string const& path,
                                  SourceWeights const& weights);
// What needs no source: a message without words asks for nothing.
void add_nothing(std::vector<Example>& examples, SourceWeights const& weights);
// The project's own prompts; those of the split "test" are left out.
[[nodiscard]] Done add_own_prompts(std::vector<Example>& examples, std::string const& path,
                                   SourceWeights const& weights);

// How far the strong models are ahead of the cheap one in each category, from the leaderboard's table of task groups:
// points of ten, less their mean.
[[nodiscard]] std::expected<std::array<double, category_names.size()>, std::string> category_gaps(
    std::string const& path);

}  // namespace signalbox::training
