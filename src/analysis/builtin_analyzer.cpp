#include "analysis/builtin_analyzer.hpp"

#include "analysis/continuation.hpp"
#include "analysis/input_tokens.hpp"
#include "analysis/learned_estimator.hpp"
#include "core/difficulty.hpp"

#include <algorithm>
#include <cmath>

namespace signalbox {

namespace {

constexpr std::string_view continues_reason = "continues the task before";

Capabilities capabilities(ChainContext const& context, Features const& features, Category category, int complexity) {
    Capabilities wanted;
    if (complexity >= 6 || category == Category::analysis || features.has(Signal::proof) ||
        features.has(Signal::reasoning)) {
        wanted.add(Capability::reasoning);
    }
    if (complexity <= 3 || features.has(Signal::brief)) wanted.add(Capability::speed);
    if (category == Category::research || features.has(Signal::science) || features.has(Signal::expert)) {
        wanted.add(Capability::knowledge);
    }
    if (category == Category::creative) wanted.add(Capability::creativity);
    if (context.needs_tools) wanted.add(Capability::tool_use);
    return wanted;
}

}  // namespace

BuiltinAnalyzer::BuiltinAnalyzer() : BuiltinAnalyzer(std::make_unique<LearnedEstimator>(built_in_weights())) {}

BuiltinAnalyzer::BuiltinAnalyzer(std::unique_ptr<Estimator const> estimator) : estimator_{std::move(estimator)} {}

std::uint64_t BuiltinAnalyzer::version() const { return estimator_->version(); }

// The last turn when it is a task of its own, else the newest earlier one that is; features are then
// of that turn. A follow-up may be harder than its task, never easier.
BuiltinAnalyzer::Task BuiltinAnalyzer::pending_task(RecentTurns const& recent, Features& features,
                                                    Estimate last) const {
    if (!is_continuation(features, last)) return {last, false};
    for (std::size_t i = 1; i < recent.count; ++i) {
        features.read(recent.turns[i]);
        auto task = estimator_->estimate(features);
        if (is_continuation(features, task)) continue;
        task.need = std::max(task.need, last.need);
        task.difficulty = std::max(task.difficulty, last.difficulty);
        task.confidence *= 0.8;  // that it belongs to the last message is itself a guess
        return {task, true};
    }
    if (recent.count > 1) features.read(recent.turns[0]);
    return {last, false};
}

AnalysisResult BuiltinAnalyzer::analyze(ChainContext const& context) const {
    auto const recent = recent_turns(context);
    Features features;
    features.read(recent.turns[0]);
    auto const input = estimate_input_tokens(recent, features);
    auto const last = estimator_->estimate(features);
    auto const asked = features.asked_unit != LengthUnit::none || features.has(Signal::brief);
    auto const own_length =
        asked ? estimator_->answer_tokens(features, last.category(), complexity_of(last.difficulty)) : 0;

    auto const [task, inherited] = pending_task(recent, features, last);
    auto const category = task.category();
    auto const complexity = complexity_of(task.difficulty);
    auto const length = asked ? own_length : estimator_->answer_tokens(features, category, complexity);

    AnalysisResult result{.complexity = complexity,
                          .category = category,
                          .capabilities = capabilities(context, features, category, complexity),
                          .input_tokens = input,
                          .output_tokens = {static_cast<std::int64_t>(std::lround(length))},
                          .difficulty = task.difficulty,
                          .need = task.need,
                          .confidence = task.confidence,
                          .reasons = task.reasons,
                          .inherited = inherited || recent.in_tool_loop};
    if (result.inherited) {
        std::shift_right(result.reasons.begin(), result.reasons.end(), 1);
        result.reasons[0] = continues_reason;
    }
    return result;
}

}  // namespace signalbox
