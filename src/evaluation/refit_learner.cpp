#include "evaluation/refit_learner.hpp"

#include "analysis/builtin_analyzer.hpp"
#include "analysis/design_row.hpp"
#include "analysis/learned_estimator.hpp"

#include <memory>
#include <utility>

namespace signalbox::evaluation {

namespace {

constexpr double like_the_cheap = 0, like_the_strong = 1;  // strengths: the file's two models are the reference

ChainContext question(std::string const& prompt) {
    ChainContext context;
    context.messages.push_back({Role::user, prompt});
    return context;
}

BuiltinAnalyzer analyzer_with(Weights weights) {
    return BuiltinAnalyzer{std::make_unique<LearnedEstimator>(std::move(weights))};
}

}  // namespace

RefitLearner::RefitLearner(Weights base, std::span<std::string const> prompts, Outcomes const& outcomes)
    : base_{std::move(base)}, prompts_{prompts}, outcomes_{outcomes} {
    auto const analyzer = analyzer_with(base_);
    auto const features = std::make_unique<Features>();
    messages_.reserve(prompts.size());
    for (auto const& prompt : prompts) {
        auto const context = question(prompt);
        features->read(recent_turns(context).turns[0]);
        messages_.push_back({design_row(*features), analyzer.analyze(context).category});
    }
}

Result<Opinions> RefitLearner::learn(std::span<std::uint32_t const> known, std::span<std::uint32_t const> asked) {
    std::vector<learning::Observation> observations;
    observations.reserve(2 * known.size());
    for (auto const row : known) {
        observations.push_back({.message = row, .strength = like_the_cheap, .score = outcomes_.weak[row]});
        observations.push_back({.message = row, .strength = like_the_strong, .score = outcomes_.strong[row]});
    }
    auto const analyzer = analyzer_with(learning::refit(base_, messages_, observations));
    Opinions opinions;
    for (auto const row : asked) {
        auto const analysis = analyzer.analyze(question(prompts_[row]));
        opinions.need.push_back(analysis.need);
        opinions.weak_ok.push_back(1 - analysis.difficulty);
    }
    return opinions;
}

}  // namespace signalbox::evaluation
