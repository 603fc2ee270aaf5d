#include "pipeline/analyzer_desk.hpp"

#include "pipeline/decision.hpp"
#include "pipeline/side_call.hpp"
#include "routing/router.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace signalbox {

namespace {

constexpr Tokens expected_analysis{120};

SecondOpinion none(std::string why, bool own = false) {
    return {.second = std::nullopt, .why = std::move(why), .own = own};
}

std::string two_digits(double value) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%.2f", value);
    return text.data();
}

// Is there money for the question beside the answer?
bool affordable(RunScope const& run, ModelCard const& model, Tokens input) {
    auto const left = run.ledger.left();
    if (!left) return true;
    auto const answer = run.decision.plan->estimated_cost.value_or(MicroUsd{});
    auto const question = model.price.known() ? cost(model.price.value, input, expected_analysis) : MicroUsd{};
    return left->count > 0 && answer + question <= *left;
}

Breaker::Outcome sign_of(SecondOpinion const& opinion) {
    if (opinion.second) return Breaker::Outcome::good;
    return opinion.own ? Breaker::Outcome::unsaid : Breaker::Outcome::failed;
}

// What a call without an answer says. A wait that was cut short for reasons of this run is its own affair.
SecondOpinion failure(RunScope const& run, Error const& error, bool whole_patience) {
    if (run.cancellation.requested()) return none("was not waited for", true);
    bool const late = error.code == Errc::deadline_exceeded || error.code == Errc::provider_timeout;
    if (late) return none("was late", !whole_patience);
    return none("failed (" + std::string{name(error.code)} + ")");
}

// The built-in analysis is sure of the category alone; a model that has looked at all of it is believed unless it
// doubts itself.
bool is_believed(AnalysisResult const& first, AnalysisResult const& second) {
    constexpr double doubt = 0.5;
    return second.confidence >= std::min(first.confidence, doubt);
}

// An unsure model has looked all the same.
AnalysisResult believed(AnalysisResult const& first, AnalysisResult const& second) {
    if (is_believed(first, second)) return second;
    auto kept = first;
    kept.reviewed = true;
    return kept;
}

std::string verdict_text(std::string const& model, AnalysisResult const& first, SecondAnalysis const& second) {
    auto const& analysis = second.analysis;
    auto text = model + " says " + std::to_string(analysis.complexity) + "/10 " + std::string{name(analysis.category)};
    if (!second.reasoning.empty()) text += ": " + second.reasoning;
    if (is_believed(first, analysis)) return text;
    return text + " (less sure, " + two_digits(analysis.confidence) + ", than the built-in analysis, which stays)";
}

// Decides by `settled`, anew where that may be another route. False when nobody can serve by that: then
// all stays as it was.
bool decide_with(RunScope& run, AnalysisResult const& settled) {
    auto const quality = effective_quality(run.context, run.snapshot().routing);
    auto const key_of = [&](AnalysisResult const& analysis) {
        return run.parts.cache.key(run.context, analysis, quality, run.snapshot().epoch);
    };
    if (key_of(run.decision.analysis) == key_of(settled)) {
        run.decision.analysis = settled;
        return true;
    }
    auto again = decide_by(settled, run.context, run.snapshot(), run.parts.cache, run.now(), run.parts.random);
    if (!again) return false;
    run.decision = std::move(*again);
    return true;
}

// What an opinion makes of the run.
void take(RunScope& run, SecondOpinion const& opinion) {
    auto const& model = run.policy().analyzer.model;
    if (!opinion.second) {
        note_analysis(run.decision, model + " " + opinion.why + "; the built-in analysis stays");
        return;
    }
    auto const first = run.decision.analysis;
    auto note = verdict_text(model, first, *opinion.second);
    auto const settled = believed(first, opinion.second->analysis);
    if (!decide_with(run, settled)) {
        note_analysis(run.decision, note + " (no model can serve that; the built-in analysis stays)");
        return;
    }
    if (run.context.options.cache) {
        run.parts.cache.store_analysis(run.context, settled, run.snapshot().epoch, run.now());
    }
    note_analysis(run.decision, std::move(note));
}

}  // namespace

Task<void> AnalyzerDesk::review(RunScope& run) {
    run.sink.flush();
    auto const opinion = co_await opinion_on(run);
    if (!run.cancellation.requested()) take(run, *opinion);
}

Task<SharedOpinion> AnalyzerDesk::opinion_on(RunScope& run) {
    auto const until = run.now() + run.policy().analyzer.timeout;
    if (!run.context.options.cache) {
        auto alone = co_await ask(run, until, true);
        co_return std::make_shared<SecondOpinion const>(std::move(alone));
    }
    auto key = run.parts.cache.analysis_key(run.context);
    key[0] ^= run.snapshot().epoch;
    auto const joined = run.now();
    auto place = co_await questions_.join(key, std::min(until, run.deadline), run.cancellation);
    if (place.opinion) co_return place.opinion;
    if (!place.duty) co_return std::make_shared<SecondOpinion const>(none("was late"));
    if (run.parts.shared != nullptr) {
        auto const known = co_await shared_opinion(run);
        if (known) {
            place.duty->fulfil(known);
            co_return known;
        }
    }
    auto told = co_await ask(run, until, run.now() == joined);
    auto opinion = std::make_shared<SecondOpinion const>(std::move(told));
    if (!opinion->own) place.duty->fulfil(opinion);
    if (run.parts.shared != nullptr && opinion->second) {
        auto const place_of_it = run.parts.cache.analysis_key(run.context);
        run.parts.shared->store_analysis(place_of_it, run.snapshot().epoch, opinion->second->analysis);
    }
    co_return opinion;
}

// What another instance was told. Null: nothing that is known.
Task<SharedOpinion> AnalyzerDesk::shared_opinion(RunScope& run) {
    auto const key = run.parts.cache.analysis_key(run.context);
    auto found = co_await run.parts.shared->find_analysis(key, run.snapshot().epoch, run.cancellation);
    if (!found) co_return nullptr;
    found->reasons = run.decision.analysis.reasons;
    found->reviewed = true;
    SecondOpinion opinion{.second = SecondAnalysis{.analysis = *found, .reasoning = "as it said before"}, .why = {}};
    co_return std::make_shared<SecondOpinion const>(std::move(opinion));
}

Task<SecondOpinion> AnalyzerDesk::ask(RunScope& run, TimePoint until, bool whole_patience) {
    auto const& policy = run.policy().analyzer;
    auto const* model = run.model(policy.model);
    if (model == nullptr) co_return none("is not configured");
    auto const began = run.now();
    if (run.cancellation.requested() || began >= until) co_return none("was late", true);
    SideQuestion question{.kind = CallKind::analyzer,
                          .model = model,
                          .messages = analyzer_prompt(run.context, run.new_fence()),
                          .output = expected_analysis,
                          .patience = until - began};
    if (!affordable(run, *model, size_of(question.messages))) co_return none("would cost more than is left", true);
    auto options = run.policy().breaker;
    options.probe = policy.timeout;
    auto const permit = breaker_.ask(began, options);
    if (permit == Breaker::Permit::refused) co_return none("is left alone after failures");

    auto const reply = co_await ask_aside(run, std::move(question), run.cancellation);
    SecondOpinion opinion;
    if (!reply.answer) {
        opinion = failure(run, reply.answer.error(), whole_patience && until <= run.deadline);
    } else if (auto read = read_analysis(*reply.answer, run.context, run.decision.analysis)) {
        opinion.second = std::move(*read);
    } else {
        run.ledger.unreadable();
        opinion = none("was not understood (" + std::string{read.error()} + ")");
    }
    breaker_.settle(permit, sign_of(opinion), run.now(), options);
    co_return opinion;
}

}  // namespace signalbox
