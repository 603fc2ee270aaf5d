#include "pipeline/single.hpp"

#include "pipeline/attempt.hpp"
#include "validation/issues_note.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox {

Single::Single(RunScope& run) : run_{run}, rules_{run.snapshot(), run.parts.time} {
    auto const retries = run.context.options.max_retries;
    progress_.max_attempts = retries ? 1 + *retries : run.policy().max_attempts;
    progress_.max_escalations = retries ? *retries : run.policy().max_retries;
    progress_.plan = run.decision.plan.get();
    progress_.registry = &run.snapshot().registry;
    progress_.input_tokens = run.decision.analysis.input_tokens;
    progress_.output_tokens = run.decision.analysis.output_tokens;
    if (run.policy().on_cut == OnCut::proceed) continuation_ = std::make_unique<Continuation>(run.context);
}

Task<void> Single::begin(ModelCard const& model) {
    next_ = &model;
    do {
        if (pause_) co_await back_off();
        if (run_.cancellation.requested()) co_return;
        if (!progress_.tried.empty() && run_.now() >= run_.deadline) co_return run_.out_of_time();
        tried(*next_);
        auto order = next_order(run_, *next_);
        order.successor = this;
        order.continuation = continuation_.get();
        order.goes_on = goes_on_;
        if (told_) order.question = &told_->context();
        if (goes_on_) order.stream = StreamPolicy::optimistic;  // the text before it is on the screen already
        auto outcome = co_await attempt(run_, order);
        note_shown(*outcome);
        if (!step(std::move(outcome))) co_return;
    } while (true);
}

Task<void> Single::go_on(std::unique_ptr<AttemptOutcome> last) {
    progress_.released = run_.committed;
    progress_.cut_is_final = run_.shown >= 0 && run_.policy().on_cut == OnCut::error;
    if (step(std::move(last))) co_await begin(*next_);
}

void Single::note_shown(AttemptOutcome& outcome) {
    outcome.committed = outcome.committed || (goes_on_ && progress_.released);
    bool const on_screen = outcome.passed || goes_on_;
    run_.seen(outcome);
    progress_.released = outcome.committed;
    progress_.cut_is_final = on_screen && run_.policy().on_cut == OnCut::error;
    progress_.continuable = on_screen && continuation_ && continuation_->can_go_on();
}

bool Single::follows(ValidationResult const& verdict) {
    look_at_means(false);
    return std::holds_alternative<Escalate>(rules_.after_answer(progress_, verdict));
}

void Single::look_at_means(bool nothing_came) {
    progress_.out_of_time = run_.now() >= run_.deadline;
    progress_.money_left = run_.ledger.left();
    progress_.nothing_came = nothing_came;
}

bool Single::step(std::unique_ptr<AttemptOutcome> outcome) {
    look_at_means(outcome->empty());
    auto const next = outcome->answer ? rules_.after_answer(progress_, outcome->validation)
                                      : rules_.after_failure(progress_, outcome->answer.error().code);
    bool const again = take(next, *outcome);
    if (auto const* end = std::get_if<GiveUp>(&next); end != nullptr && !outcome->answer) {
        outcome->answer = std::unexpected(last_word(*end, std::move(outcome->answer.error())));
    }
    run_.keep(std::move(outcome));
    return again;
}

bool Single::announce_next(std::string_view model, bool better) {
    run_.sink.publish(event::Retrying{run_.next_nth, model, run_.retries, better});
    next_ = run_.model(model);  // a plan names models of its own registry only
    return true;
}

void Single::tell_issues(ValidationResult const& validation) {
    if (!run_.policy().tell_issues || validation.issues.empty()) return;
    std::array const note{issues_note(validation.issues)};
    told_ = std::make_unique<ExtendedQuestion>(run_.context, note);
}

bool Single::take(NextStep const& step, AttemptOutcome const& outcome) {
    pause_ = std::holds_alternative<TryAgain>(step);
    goes_on_.reset();
    auto const failed = [&](std::string const& model) {
        ++run_.retries;
        run_.sink.publish(
            event::CallFailed{outcome.nth, outcome.model->id, outcome.answer.error(), model, run_.retries});
        return announce_next(model, false);
    };
    return std::visit(
        Overloaded{
            [&](Escalate const& s) {
                ++run_.retries;
                ++progress_.escalations;
                run_.sink.publish(event::Rejected{outcome.nth, outcome.validation, run_.retries, outcome.stopped});
                tell_issues(outcome.validation);
                return announce_next(s.model, true);
            },
            [&](FallBack const& s) { return failed(s.model); },
            [&](TryAgain const& s) { return failed(s.model); },
            [&](Continue const& s) {
                goes_on_ = run_.shown;
                return failed(s.model);
            },
            [&](Accept const&) {
                run_.announce(outcome);
                return false;
            },
            [&](GiveUp const&) {
                if (outcome.answer) run_.announce(outcome);
                return false;
            },
        },
        step);
}

Task<void> Single::back_off() {
    pause_ = false;
    run_.sink.flush();
    std::uniform_int_distribution<int> jitter{50, 500};
    auto const pause = milliseconds{jitter(run_.parts.random)};
    co_await sleep_until(run_.parts.time, std::min(run_.deadline, run_.now() + pause), run_.cancellation);
}

}  // namespace signalbox
