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

Task<Result<ChainResult>> ChainRun::go() {
    sink_.publish(event::Received{});
    rules_.request_began();
    auto decided = decide(context_, *parts_.snapshot, parts_.cache, started_, sink_);
    if (!decided) co_return finish(std::move(decided.error()));
    decision_ = std::move(*decided);

    progress_.plan = decision_.plan.get();
    progress_.registry = &parts_.snapshot->registry;
    progress_.input_tokens = decision_.analysis.input_tokens;
    progress_.output_tokens = decision_.analysis.output_tokens;
    current_ = decision_.plan->primary;

    for (;;) {
        auto const* model = parts_.snapshot->registry.find(current_);
        if (model == nullptr)
            co_return finish(Error{Errc::model_not_found, "model '" + current_ + "' is not configured", "model", {}});

        auto outcome = co_await attempt(*model);
        progress_.out_of_time = parts_.time.now() >= deadline_;
        if (budget_ && spent_) progress_.money_left = *budget_ - *spent_;

        progress_.nothing_came = outcome.answer && outcome.answer->content.empty() && !outcome.answer->tool_calls;
        auto const step = outcome.answer ? rules_.after_answer(progress_, outcome.validation)
                                         : rules_.after_failure(progress_, outcome.answer.error().code);
        auto error = outcome.answer ? std::optional<Error>{} : outcome.answer.error();
        if (auto const* end = std::get_if<GiveUp>(&step); end != nullptr && error) {
            error = last_word(*end, std::move(*error));
        }
        if (outcome.answer) keep_best(outcome);
        if (!take(step, outcome)) co_return finish(std::move(error));
        if (std::holds_alternative<TryAgain>(step)) co_await back_off();
        if (cancellation_.requested())
            co_return finish(Error{cancellation_.reason(), "the request was cancelled", {}, {}});
        if (parts_.time.now() >= deadline_)
            co_return finish(Error{Errc::deadline_exceeded, "the request's time ran out", {}, {}});
    }
}

Task<ChainRun::Outcome> ChainRun::attempt(ModelCard const& model) {
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

    auto answer = co_await provider->second->complete(call, *reader, stop);
    Outcome outcome{std::move(answer)};
    auto const latency = parts_.time.now() - began;
    // An answer that our own checks stopped was one.
    if (outcome.answer || !attempt_sink.findings().empty()) {
        permit.succeeded(parts_.time.now());
    } else {
        permit.failed(outcome.answer.error(), parts_.time.now());
    }
    if (continuation_) continuation_->end();
    if (continuation_ && going_on_ && outcome.answer) outcome.answer->content = continuation_->text();
    if (auto const first = attempt_sink.first_delta(); first && !first_token_) first_token_ = first;
    if (!attempt_sink.findings().empty() && !cancellation_.requested()) {
        // Our own prefix check stopped the call: to the chain that is a poor answer, not a failure.
        outcome.validation = verdict_of(attempt_sink.findings());
        outcome.answer = ExecutionResult{.model = model.id, .latency = latency};
    } else if (outcome.answer) {
        outcome.answer->latency = latency;
        sink_.publish(event::Answered{nth, *outcome.answer});
        co_await validate(outcome, attempt_sink);
    }
    record(model, outcome, attempt_sink, latency);
    note_shown(attempt_sink);
    co_return outcome;
}

void ChainRun::note_shown(AttemptSink const& attempt_sink) {
    streamed_ = going_on_ || attempt_sink.passed_any();
    progress_.released = attempt_sink.committed() || (going_on_ && progress_.released);
    progress_.cut_is_final = streamed_ && parts_.snapshot->chain.on_cut == OnCut::error;
    progress_.continuable = streamed_ && continuation_ && continuation_->can_go_on();
}

ChainRun::Outcome ChainRun::no_call(ModelCard const& model, Error error) {
    attempts_.push_back(
        {.nth = static_cast<int>(attempts_.size()), .model = model.id, .error = error, .cost = MicroUsd{}});
    if (!going_on_) {
        streamed_ = progress_.released = progress_.continuable = progress_.cut_is_final = false;
    }
    return Outcome{std::unexpected(std::move(error))};
}

bool ChainRun::checks_wanted() const {
    auto const validate = context_.options.validate;
    if (decision_.direct) return validate.value_or(false);
    return validate.value_or(parts_.snapshot->chain.validate);
}

bool ChainRun::quiet() const { return decision_.plan->fast_path && retries_ == 0 && !context_.options.validate; }

bool ChainRun::judge_wanted(AttemptSink const& attempt_sink) const {
    // A gated answer that was let out cannot be taken back, so a judge could only cost money.
    if (!checks_wanted() || attempt_sink.committed() || context_.options.stream == StreamPolicy::gated) return false;
    if (budget_ && spent_ && *spent_ >= *budget_) return false;
    return decision_.plan->should_validate || context_.options.validate.value_or(false);
}

Task<void> ChainRun::validate(Outcome& outcome, AttemptSink& attempt_sink) {
    auto& execution = *outcome.answer;
    if (checks_wanted()) {
        auto const nth = static_cast<int>(progress_.tried.size()) - 1;
        if (!quiet()) sink_.publish(event::Validating{nth});
        outcome.validation = verdict_of(check_answer({.context = &context_,
                                                      .answer = execution.content,
                                                      .finished = true,
                                                      .finish_reason = execution.finish_reason,
                                                      .tool_calls = execution.tool_calls}));
        HealthAt const health{parts_.snapshot->health.get(), parts_.time.now()};
        auto const* judge = choose_judge(*parts_.snapshot, execution.model, &health);
        if (outcome.validation.is_valid() && !execution.tool_calls && judge != nullptr && judge_wanted(attempt_sink)) {
            sink_.flush();
            outcome.validation = co_await ask_judge(*judge, context_, execution.content, new_fence(), *parts_.snapshot,
                                                    *parts_.providers, parts_.time, deadline_, cancellation_);
        }
    }
    // Gated text that is poor stays held: the next attempt replaces it unseen.
    if (outcome.validation.is_valid()) attempt_sink.release();
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

    spent_ = spent_ && entry.cost ? std::optional{*spent_ + *entry.cost} : std::nullopt;
    if (spent_ && outcome.validation.judge_cost) *spent_ += *outcome.validation.judge_cost;
    attempts_.push_back(std::move(entry));
}

void ChainRun::keep_best(Outcome& outcome) {
    auto const nth = attempts_.back().nth;
    bool const empty = outcome.answer->content.empty() && !outcome.answer->tool_calls;
    if (best_ && (empty || (!outcome.validation.is_valid() && outcome.validation.score < best_->validation.score)))
        return;
    best_.emplace(Best{std::move(*outcome.answer), outcome.validation, nth});
}

bool ChainRun::take(NextStep const& step, Outcome const& outcome) {
    auto const nth = static_cast<int>(progress_.tried.size());
    going_on_ = std::holds_alternative<Continue>(step);
    auto const announce_next = [&](std::string const& model, bool better) {
        sink_.publish(event::Retrying{nth, model, retries_, better});
        current_ = model;
        return true;
    };
    auto const failed = [&](std::string const& model) {
        ++retries_;
        sink_.publish(event::CallFailed{nth - 1, progress_.tried.back(), outcome.answer.error(), model, retries_});
        return announce_next(model, false);
    };
    return std::visit(Overloaded{
                          [&](Escalate const& s) {
                              ++retries_;
                              ++progress_.escalations;
                              sink_.publish(event::Rejected{nth - 1, outcome.validation, retries_});
                              return announce_next(s.model, true);
                          },
                          [&](FallBack const& s) { return failed(s.model); },
                          [&](TryAgain const& s) { return failed(s.model); },
                          [&](Continue const& s) { return failed(s.model); },
                          [&](Accept const&) {
                              announce(outcome.validation);
                              return false;
                          },
                          [&](GiveUp const&) {
                              if (best_ && !attempts_.back().error) announce(outcome.validation);
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

Result<ChainResult> ChainRun::finish(std::optional<Error> error) {
    bool const given_up = cancellation_.requested();
    if (!best_ || given_up) {
        auto failure = given_up ? Error{cancellation_.reason(), "the request was cancelled", {}, {}}
                       : error  ? std::move(*error)
                                : Error{Errc::internal, "the chain ended without an answer", {}, {}};
        sink_.publish(event::Failed{failure, static_cast<int>(attempts_.size())});
        sink_.flush();
        return std::unexpected(std::move(failure));
    }
    // After an escalation that went wrong the reader's screen shows the wrong text: show the best
    // answer again, as an attempt of its own, so that readers drop the one before.
    bool const reader_has_it = best_->nth == attempts_.back().nth && (streamed_ || progress_.released);
    if (context_.options.stream != StreamPolicy::off && !reader_has_it && !best_->execution.content.empty()) {
        auto const nth = best_->nth == attempts_.back().nth ? best_->nth : static_cast<int>(attempts_.size());
        sink_.publish(event::Committed{nth});
        sink_.publish(event::Arrived{nth, Delta{.text = best_->execution.content}});
    }
    auto result = result_of_best();
    sink_.publish(event::Completed{result});
    sink_.flush();
    return result;
}

ChainResult ChainRun::result_of_best() {
    ChainResult result;
    result.request_id = context_.request_id;
    result.response = std::move(best_->execution.content);
    result.model = best_->execution.model;
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
    result.execution = std::move(best_->execution);
    result.attempts = std::move(attempts_);
    return result;
}

}  // namespace signalbox
