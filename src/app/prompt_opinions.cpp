#include "app/prompt_opinions.hpp"

#include "analysis/builtin_analyzer.hpp"
#include "analysis/learned_estimator.hpp"

namespace signalbox::app {

PromptOpinions opinions_of(std::vector<std::string> const& prompts, Weights const& weights) {
    BuiltinAnalyzer const analyzer{std::make_unique<LearnedEstimator>(weights)};
    PromptOpinions found;
    ChainContext context;
    context.messages.push_back({Role::user, {}});
    for (auto const& prompt : prompts) {
        context.messages.front().content = prompt;
        auto const analysis = analyzer.analyze(context);
        found.opinions.need.push_back(analysis.need);
        found.opinions.weak_ok.push_back(1 - analysis.difficulty);
        found.tokens.push_back({analysis.input_tokens, analysis.output_tokens});
    }
    return found;
}

Result<evaluation::Opinions> opinions_of(OutcomeTable const& table, ScoreTable const& scores, std::string const& file) {
    evaluation::Opinions opinions;
    std::size_t missing = 0;
    std::string example;
    for (auto const& id : table.ids) {
        auto const found = scores.scores.find(id);
        if (found == scores.scores.end()) {
            if (missing++ == 0) example = id;
            continue;
        }
        opinions.need.push_back(found->second.need);
        if (scores.has_weak_ok) opinions.weak_ok.push_back(found->second.weak_ok);
    }
    if (missing == 0) return opinions;
    return fail(Errc::invalid_value, file + ": " + std::to_string(missing) +
                                         (missing == 1 ? " prompt has" : " prompts have") + " no score, such as \"" +
                                         example + "\"; score every prompt_id of the file of outcomes");
}

}  // namespace signalbox::app
