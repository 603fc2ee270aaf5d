#include "pipeline/chain_run.hpp"

#include <algorithm>
#include <utility>

namespace signalbox {

ChainRun::ChainRun(Parts parts, ChainContext const& context, EventSink& sink, Cancellation& cancellation)
    : parts_{std::move(parts)},
      context_{context},
      sink_{sink},
      cancellation_{cancellation},
      started_{parts_.time.now()},
      rules_{*parts_.snapshot, parts_.time} {
    auto const& chain = parts_.snapshot->chain;
    deadline_ = started_ + chain.deadline;
    if (context.deadline) deadline_ = std::min(deadline_, *context.deadline);
    auto const retries = context.options.max_retries;
    progress_.max_attempts = retries ? 1 + *retries : chain.max_attempts;
    progress_.max_escalations = retries ? *retries : chain.max_retries;
    if (chain.on_cut == OnCut::proceed) continuation_ = std::make_unique<Continuation>(context);
    budget_ = parts_.snapshot->routing.max_cost;
    if (auto const asked = context.options.max_cost) budget_ = budget_ ? std::min(*budget_, *asked) : *asked;
}

Task<ChainAnswer> ChainRun::go(std::unique_ptr<ChainRun> run) {
    run->sink_.publish(event::Received{});
    run->rules_.request_began();
    if (auto decided = run->decide_route(); !decided) co_return run->finish(&decided.error());
    for (;;) {
        auto outcome = co_await run->attempt(*run->model_);
        if (auto answer = run->after(std::move(outcome))) co_return std::move(*answer);
        if (run->pause_) co_await run->back_off();
        if (run->cancellation_.requested()) co_return run->finish(nullptr);
        if (run->parts_.time.now() >= run->deadline_) co_return run->finish_late();
    }
}

Result<void> ChainRun::decide_route() {
    auto decided = decide(context_, *parts_.snapshot, parts_.cache, started_, sink_);
    if (!decided) return std::unexpected(std::move(decided.error()));
    decision_ = std::move(*decided);
    progress_.plan = decision_.plan.get();
    progress_.registry = &parts_.snapshot->registry;
    progress_.input_tokens = decision_.analysis.input_tokens;
    progress_.output_tokens = decision_.analysis.output_tokens;
    model_ = parts_.snapshot->registry.find(decision_.plan->primary);
    if (model_ != nullptr) return {};
    return fail(Errc::model_not_found, "model '" + decision_.plan->primary + "' is not configured", "model");
}

Task<std::unique_ptr<ChainRun::Outcome>> ChainRun::attempt(ModelCard const& model) {
    auto const nth = static_cast<int>(progress_.tried.size());
    progress_.tried.push_back(model.id);
    sink_.publish(event::Started{nth, model.id});
    sink_.flush();

    auto const provider = parts_.providers->find(model.provider);
    if (provider == parts_.providers->end()) {
        co_return no_call(model,
                          {Errc::provider_unreachable, "provider '" + model.provider + "' is not configured", {}, {}});
    }
    auto const began = parts_.time.now();
    CallPermit permit{parts_.snapshot->health.get(), model.id, began};
    if (auto refused = permit.refused()) co_return no_call(model, std::move(*refused));
    // Text that is continued is on the screen already.
    auto const stream = going_on_ ? StreamPolicy::optimistic : context_.options.stream;
    if (!going_on_) text_nth_ = nth;
    Cancellation stop{cancellation_};
    AttemptSink attempt_sink{
        {context_, parts_.snapshot->chain, sink_, stop, parts_.time, stream, checks_wanted(), text_nth_}};
    DeltaSink* reader = &attempt_sink;
    if (continuation_) {
        going_on_ ? continuation_->go_on(attempt_sink) : continuation_->begin(attempt_sink);
        reader = continuation_.get();
    }
    Attempt const call{.nth = nth,
                       .model = &model,
                       .context = continuation_ ? &continuation_->question() : &context_,
                       .stream = stream != StreamPolicy::off,
                       .timeouts = parts_.snapshot->chain.timeouts,
                       .deadline = deadline_};

    std::unique_ptr<Outcome> outcome;
    {  // the answer must not live in the frame beside the outcome
        auto answer = co_await provider->second->complete(call, *reader, stop);
        outcome = std::make_unique<Outcome>(std::move(answer));
    }
    outcome->nth = nth;
    auto const latency = parts_.time.now() - began;
    // An answer that our own checks stopped was one.
    if (outcome->answer || !attempt_sink.findings().empty()) {
        permit.succeeded(parts_.time.now());
    } else {
        permit.failed(outcome->answer.error(), parts_.time.now());
    }
    if (continuation_) continuation_->end();
    if (continuation_ && going_on_ && outcome->answer) outcome->answer->content = continuation_->text();
    if (auto const first = attempt_sink.first_delta(); first && !first_token_) first_token_ = first;
    if (!attempt_sink.findings().empty() && !cancellation_.requested()) {
        // Our own prefix check stopped the call: to the chain that is a poor answer, not a failure.
        outcome->validation = verdict_of(attempt_sink.findings());
        outcome->answer = ExecutionResult{.model = model.id, .latency = latency};
    } else if (outcome->answer) {
        outcome->answer->latency = latency;
        sink_.publish(event::Answered{nth, *outcome->answer});
        if (checks_wanted()) co_await validate(*outcome, attempt_sink);
        // Gated text that is poor stays held: the next attempt replaces it unseen.
        if (outcome->validation.is_valid()) attempt_sink.release();
    }
    record(model, *outcome, attempt_sink, latency);
    note_shown(attempt_sink);
    co_return outcome;
}

void ChainRun::note_shown(AttemptSink const& attempt_sink) {
    streamed_ = going_on_ || attempt_sink.passed_any();
    any_shown_ = any_shown_ || streamed_;
    progress_.released = attempt_sink.committed() || (going_on_ && progress_.released);
    progress_.cut_is_final = streamed_ && parts_.snapshot->chain.on_cut == OnCut::error;
    progress_.continuable = streamed_ && continuation_ && continuation_->can_go_on();
}

std::unique_ptr<ChainRun::Outcome> ChainRun::no_call(ModelCard const& model, Error error) {
    auto const nth = static_cast<int>(attempts_.size());
    attempts_.push_back({.nth = nth, .model = model.id, .error = error, .cost = MicroUsd{}});
    if (!going_on_) {
        streamed_ = progress_.released = progress_.continuable = progress_.cut_is_final = false;
    }
    auto outcome = std::make_unique<Outcome>(std::unexpected(std::move(error)));
    outcome->nth = nth;
    return outcome;
}

std::optional<ChainAnswer> ChainRun::after(std::unique_ptr<Outcome> outcome) {
    progress_.out_of_time = parts_.time.now() >= deadline_;
    if (budget_) progress_.money_left = *budget_ - known_spent_;
    auto const& answer = outcome->answer;
    progress_.nothing_came = answer && answer->content.empty() && !answer->tool_calls;
    if (answer) {
        auto const step = rules_.after_answer(progress_, outcome->validation);
        auto const* validation = &outcome->validation;  // where it is stays: only the owner may change
        keep_best(outcome);
        if (take(step, *validation, nullptr)) return std::nullopt;
        return finish(nullptr);
    }
    auto const step = rules_.after_failure(progress_, answer.error().code);
    if (take(step, outcome->validation, &answer.error())) return std::nullopt;
    auto const* end = std::get_if<GiveUp>(&step);
    if (end == nullptr) return finish(&answer.error());
    auto const error = last_word(*end, std::move(outcome->answer.error()));
    return finish(&error);
}

bool ChainRun::checks_wanted() const {
    auto const validate = context_.options.validate;
    if (decision_.direct) return validate.value_or(false);
    return validate.value_or(parts_.snapshot->chain.validate);
}

bool ChainRun::quiet() const { return decision_.plan->fast_path && retries_ == 0 && !context_.options.validate; }

bool ChainRun::judge_wanted(ExecutionResult const& execution, AttemptSink const& attempt_sink) const {
    // A gated answer that was let out cannot be taken back, so a judge could only cost money.
    if (!checks_wanted() || attempt_sink.committed() || context_.options.stream == StreamPolicy::gated) return false;
    if (budget_ && known_spent_ + execution.cost.value_or(MicroUsd{}) >= *budget_) return false;
    return decision_.plan->should_validate || context_.options.validate.value_or(false);
}

Task<void> ChainRun::validate(Outcome& outcome, AttemptSink& attempt_sink) {
    auto& execution = *outcome.answer;
    if (!quiet()) sink_.publish(event::Validating{outcome.nth});
    outcome.validation = verdict_of(check_answer({.context = &context_,
                                                  .answer = execution.content,
                                                  .finished = true,
                                                  .finish_reason = execution.finish_reason,
                                                  .tool_calls = execution.tool_calls}));
    if (!outcome.validation.is_valid() || execution.tool_calls || !judge_wanted(execution, attempt_sink)) co_return;
    HealthAt const health{parts_.snapshot->health.get(), parts_.time.now()};
    auto const* judge = choose_judge(*parts_.snapshot, execution.model, &health);
    if (judge == nullptr) co_return;
    sink_.flush();
    outcome.validation = co_await ask_judge(*judge, context_, execution.content, new_fence(), *parts_.snapshot,
                                            *parts_.providers, parts_.time, deadline_, cancellation_);
}

void ChainRun::record(ModelCard const& model, Outcome const& outcome, AttemptSink const& attempt_sink,
                      Duration latency) {
    AttemptRecord entry{.nth = static_cast<int>(attempts_.size()), .model = model.id, .latency = latency};
    bool const whole = outcome.answer && attempt_sink.findings().empty();
    if (whole) {
        entry.usage = outcome.answer->usage;
        entry.cost = outcome.answer->cost;
    } else if (attempt_sink.first_delta()) {
        entry.usage = {.input = decision_.analysis.input_tokens,
                       .output = {attempt_sink.arrived_bytes() / 4 + 1},
                       .estimated = true};
        if (model.price.known()) entry.cost = cost(model.price.value, entry.usage.input, entry.usage.output);
    } else {
        entry.cost = MicroUsd{};  // nothing came: nothing to pay for
    }
    if (!outcome.answer) entry.error = outcome.answer.error();
    if (outcome.answer && checks_wanted()) entry.validation = outcome.validation;

    known_spent_ += entry.cost.value_or(MicroUsd{}) + outcome.validation.judge_cost.value_or(MicroUsd{});
    spent_ = spent_ && entry.cost ? std::optional{*spent_ + *entry.cost} : std::nullopt;
    if (spent_ && outcome.validation.judge_cost) *spent_ += *outcome.validation.judge_cost;
    attempts_.push_back(std::move(entry));
}

void ChainRun::keep_best(std::unique_ptr<Outcome>& outcome) {
    bool const empty = outcome->answer->content.empty() && !outcome->answer->tool_calls;
    // What cannot be taken back is the answer, whatever came before it.
    if (best_ && !progress_.released &&
        (empty || (!outcome->validation.is_valid() && outcome->validation.score < best_->validation.score)))
        return;
    best_ = std::move(outcome);
}

bool ChainRun::go_on_with(std::string_view model, bool better) {
    sink_.publish(event::Retrying{static_cast<int>(progress_.tried.size()), model, retries_, better});
    model_ = parts_.snapshot->registry.find(model);  // a plan names models of its own registry only
    return true;
}

bool ChainRun::take(NextStep const& step, ValidationResult const& validation, Error const* error) {
    auto const nth = static_cast<int>(progress_.tried.size()) - 1;
    pause_ = std::holds_alternative<TryAgain>(step);
    going_on_ = std::holds_alternative<Continue>(step);
    auto const failed = [&](std::string const& model) {
        ++retries_;
        sink_.publish(event::CallFailed{nth, progress_.tried.back(), *error, model, retries_});
        return go_on_with(model, false);
    };
    return std::visit(Overloaded{
                          [&](Escalate const& s) {
                              ++retries_;
                              ++progress_.escalations;
                              sink_.publish(event::Rejected{nth, validation, retries_});
                              return go_on_with(s.model, true);
                          },
                          [&](FallBack const& s) { return failed(s.model); },
                          [&](TryAgain const& s) { return failed(s.model); },
                          [&](Continue const& s) { return failed(s.model); },
                          [&](Accept const&) {
                              announce(validation);
                              return false;
                          },
                          [&](GiveUp const&) {
                              if (best_ && !attempts_.back().error) announce(validation);
                              return false;
                          },
                      },
                      step);
}

void ChainRun::announce(ValidationResult const& validation) const {
    if (!checks_wanted() || (quiet() && validation.is_valid())) return;
    sink_.publish(event::Validated{attempts_.back().nth, validation});
}

Task<void> ChainRun::back_off() {
    sink_.flush();
    std::uniform_int_distribution<int> jitter{50, 500};
    auto const pause = milliseconds{jitter(parts_.random)};
    co_await sleep_until(parts_.time, std::min(deadline_, parts_.time.now() + pause), cancellation_);
}

std::string ChainRun::new_fence() const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string fence;
    for (auto bits = parts_.random(); fence.size() < 16; bits >>= 4) fence.push_back(digits[bits & 15U]);
    return fence;
}

ChainAnswer ChainRun::finish(Error const* error) {
    if (cancellation_.requested()) {
        return fail_with({cancellation_.reason(), "the request was cancelled", {}, {}});
    }
    // What stands on the screen broke off and cannot be taken back: no earlier answer makes that good.
    if (error != nullptr && progress_.released) return fail_with(*error);
    if (!best_) return fail_with(error != nullptr ? *error : Error{Errc::internal, "no answer and no error", {}, {}});
    show_best_again();
    auto result = result_of_best();
    sink_.publish(event::Completed{*result});
    sink_.flush();
    return result;
}

ChainAnswer ChainRun::finish_late() {
    Error const late{Errc::deadline_exceeded, "the request's time ran out", {}, {}};
    return finish(&late);
}

ChainAnswer ChainRun::fail_with(Error error) {
    sink_.publish(event::Failed{error, static_cast<int>(attempts_.size())});
    sink_.flush();
    return std::unexpected(std::move(error));
}

// After an escalation that went wrong the reader's screen shows the wrong text: show the best
// answer again, as an attempt of its own, so that readers drop the one before.
void ChainRun::show_best_again() {
    bool const latest = best_->nth == attempts_.back().nth;
    auto const& content = best_->answer->content;
    if (context_.options.stream == StreamPolicy::off || (content.empty() && !any_shown_)) return;
    if (latest && (streamed_ || progress_.released)) return;
    auto const nth = latest ? best_->nth : static_cast<int>(attempts_.size());
    sink_.publish(event::Committed{nth});
    sink_.publish(event::Arrived{nth, Delta{.text = content}});
}

std::unique_ptr<ChainResult> ChainRun::result_of_best() {
    auto made = std::make_unique<ChainResult>();
    auto& result = *made;
    auto& execution = *best_->answer;
    result.request_id = context_.request_id;
    result.response = std::move(execution.content);
    result.model = execution.model;
    result.cost = spent_;
    for (auto const& attempt : attempts_) {
        result.usage.input += attempt.usage.input;
        result.usage.output += attempt.usage.output;
        result.usage.cached += attempt.usage.cached;
        result.usage.reasoning += attempt.usage.reasoning;
        result.usage.estimated = result.usage.estimated || attempt.usage.estimated;
    }
    result.latency = parts_.time.now() - started_;
    if (first_token_) result.first_token = *first_token_ - started_;
    result.retry_count = retries_;
    result.validated = checks_wanted() && best_->validation.verdict == Verdict::valid;
    result.cache_hit = decision_.cache_hit;
    result.direct = decision_.direct;
    result.analysis = decision_.analysis;
    result.plan = decision_.plan;
    if (checks_wanted()) result.validation = std::move(best_->validation);
    result.execution = std::move(execution);
    result.attempts = std::move(attempts_);
    return made;
}

}  // namespace signalbox
