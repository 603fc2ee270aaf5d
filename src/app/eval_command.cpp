#include "app/eval_command.hpp"

#include "analysis/weights.hpp"
#include "app/eval_case.hpp"
#include "app/replace_file.hpp"
#include "cli/commands.hpp"
#include "cli/evaluation_report.hpp"
#include "cli/progress_bar.hpp"
#include "evaluation/mean.hpp"
#include "evaluation/refit_learner.hpp"
#include "evaluation/word_count.hpp"

#include <filesystem>

namespace signalbox::app {

namespace {

using cli::ExitCode;
using evaluation::mean;
using evaluation::Outcomes;

constexpr double usual_ratio = 0.0097;

// The name of a piece of work beside how far it is.
auto told_by(cli::ProgressBar& bar, std::string_view work) {
    return [&bar, work](std::size_t done, std::size_t all) { bar.show(work, done, all); };
}

Result<std::vector<evaluation::LearningPoint>> learn(EvalCase const& made, Outcomes const& outcomes,
                                                     EvalArguments const& arguments, cli::ProgressBar& bar) {
    evaluation::RefitLearner learner{made.weights, made.table.prompts, outcomes};
    evaluation::LearningOptions const options{
        .most = *arguments.learn, .shuffles = arguments.shuffles, .seed = arguments.seed, .good = arguments.good};
    return evaluation::learning_curve(outcomes, learner, options, told_by(bar, "learning from outcomes"));
}

Result<cli::EvaluationReport> report_of(EvalCase const& made, EvalArguments const& arguments, cli::Terminal& terminal) {
    cli::ProgressBar bar{terminal};
    auto const ratio = arguments.ratio.value_or(usual_ratio);
    auto const outcomes = outcomes_of(made, ratio);
    std::vector<std::size_t> words;
    words.reserve(made.table.prompts.size());
    for (auto const& prompt : made.table.prompts) words.push_back(evaluation::word_count(prompt));

    cli::EvaluationReport report{
        .file = arguments.file,
        .scores = arguments.scores.value_or(arguments.weights ? "the analyzer with " + *arguments.weights
                                                              : "the built-in analyzer"),
        .weak = made.table.models[made.pair.weak].name,
        .strong = made.table.models[made.pair.strong].name,
        .basis = made.basis,
        .ratio = ratio,
        .options = {arguments.resamples, arguments.seed, arguments.good, arguments.target}};
    for (auto const& model : made.table.models) {
        auto const dollars = model.costs.empty() ? std::nullopt : std::optional{mean(model.costs)};
        report.models.push_back({model.name, mean(model.scores), dollars});
    }
    report.evaluation =
        evaluation::evaluate(outcomes, made.opinions, words, report.options, told_by(bar, "resampling the prompts"));
    if (arguments.groups) report.groups = evaluation::group_figures(outcomes, made.opinions.need, made.table.groups);
    if (arguments.validator) {
        report.validator_auc = *arguments.validator;
        evaluation::ValidatorOptions const options{
            .auc = *arguments.validator, .seed = arguments.seed, .good = arguments.good, .target = arguments.target};
        report.cascade =
            evaluation::simulate_cascade(outcomes, made.opinions, options, told_by(bar, "simulating the validator"));
    }
    if (arguments.learn) {
        auto points = learn(made, outcomes, arguments, bar);
        if (!points) return std::unexpected(points.error());
        report.learning = std::move(*points);
    }
    return report;
}

// A device or a folder must not be replaced by a picture.
Result<void> write_picture(std::string const& path, std::string const& svg) {
    std::error_code ec;
    auto const kind = std::filesystem::symlink_status(path, ec).type();
    using enum std::filesystem::file_type;
    if (kind == not_found || kind == regular) return replace_file(path, svg);
    return fail(Errc::invalid_value, "--svg: " + path + " is there and no file");
}

}  // namespace

ExitCode evaluate_file(EvalArguments const& arguments, bool json, cli::Terminal& terminal) {
    auto const made = read_case(arguments);
    if (!made) return cli::report(made.error(), json, terminal);
    auto const report = report_of(*made, arguments, terminal);
    if (!report) return cli::report(report.error(), json, terminal);
    if (arguments.svg) {
        auto const written = write_picture(*arguments.svg, cli::quality_svg(*report));
        if (!written) return cli::report(written.error(), json, terminal);
    }
    if (json) {
        terminal.out(cli::json_text(*report) + "\n");
    } else {
        cli::show(*report, terminal);
    }
    return ExitCode::ok;
}

}  // namespace signalbox::app
