#pragma once

#include "cli/exit_code.hpp"
#include "cli/terminal.hpp"
#include "evaluation/cascade.hpp"
#include "evaluation/evaluation.hpp"
#include "evaluation/groups.hpp"
#include "evaluation/learning_curve.hpp"

#include <optional>
#include <string>
#include <vector>

namespace signalbox::cli {

// Where the costs of answers come from.
enum class CostBasis : std::uint8_t {
    ratio,     // a weak answer costs a given part of a strong one
    prices,    // prices per token and the analyzer's estimate of tokens
    measured,  // columns of the file
};
inline constexpr std::array<std::string_view, 3> cost_basis_names{"ratio", "prices", "measured"};
[[nodiscard]] constexpr auto const& enum_names(CostBasis) { return cost_basis_names; }

struct ModelMean {
    std::string name;
    double quality = 0;
    std::optional<double> dollars;  // of one answer
};

// All that `signalbox eval` found, ready to be shown.
struct EvaluationReport {
    std::string file;
    std::string scores;  // whose they are
    std::vector<ModelMean> models;
    std::string weak, strong;  // the two of them that were compared
    CostBasis basis = CostBasis::ratio;
    double ratio = 0;  // with CostBasis::ratio
    evaluation::Options options;
    evaluation::Evaluation evaluation;
    std::vector<evaluation::GroupFigures> groups;  // empty: not asked for
    double validator_auc = 0;
    std::optional<evaluation::Cascade> cascade;
    std::vector<evaluation::LearningPoint> learning;  // empty: not asked for
};

// In words, tables and a plot.
void show(EvaluationReport const& report, Terminal& terminal);
// One JSON object with every figure; what could not be told is null.
[[nodiscard]] std::string json_text(EvaluationReport const& report);
// The quality against its cost, as `width` x `height` characters with axes and a legend.
[[nodiscard]] std::string quality_plot(EvaluationReport const& report, Terminal const& terminal);
// The same as a picture that is read on light and dark ground.
[[nodiscard]] std::string quality_svg(EvaluationReport const& report);

}  // namespace signalbox::cli
