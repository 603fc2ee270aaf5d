#pragma once

#include "core/error.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// Prompts with what models made of them, as docs/routing.md describes the file.
namespace signalbox::app {

struct ModelOutcomes {
    std::string name;            // "weak", "strong", or what stands behind "model:"
    std::vector<double> scores;  // 0-1, one for each prompt
    std::vector<double> costs;   // dollars, one for each prompt, or empty: not in the file
};

struct OutcomeTable {
    std::vector<std::string> ids;
    std::vector<std::string> prompts;
    std::vector<std::string> groups;    // of each prompt, or empty: not in the file
    std::vector<ModelOutcomes> models;  // at least two
};

// Errors: invalid_value, a line for each mistake: "outcomes.csv:14:7: weak: expected ...".
[[nodiscard]] Result<OutcomeTable> parse_outcomes(std::string_view text, std::string const& file);

// Somebody else's scores, by prompt_id.
struct ForeignScore {
    double need = 0;
    double weak_ok = 0;  // only where the file has the column
};
struct ScoreTable {
    std::unordered_map<std::string, ForeignScore> scores;
    bool has_weak_ok = false;
};
[[nodiscard]] Result<ScoreTable> parse_scores(std::string_view text, std::string const& file);

}  // namespace signalbox::app
