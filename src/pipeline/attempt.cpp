#include "pipeline/attempt.hpp"

#include "pipeline/attempt_sink.hpp"
#include "pipeline/call_permit.hpp"
#include "pipeline/call_trace.hpp"
#include "pipeline/judging.hpp"
#include "pipeline/side_call.hpp"
#include "pipeline/tail_cost.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

namespace signalbox {

namespace {

// Of the functions below, those with large locals are not inlined: a coroutine's frame keeps room for what its
// inlined calls need, for as long as the stream is open.

Tokens input_of(RunScope const& run, AttemptOrder const& order) {
    return order.question != nullptr ? size_of(order.question->messages) : run.decision.analysis.input_tokens;
}

// The judge for this answer, or null when nobody shall judge it.
ModelCard const* judge_for(RunScope const& run, AttemptOrder const& order, AttemptSink const& sink,
                           ExecutionResult const& answer) {
    // A gated answer that was let out cannot be taken back, so a judge could only cost money.
    if (!order.judged || answer.tool_calls || sink.committed() || order.stream == StreamPolicy::gated) return nullptr;
    if (!run.decision.plan->should_validate && !run.context.options.validate.value_or(false)) return nullptr;
    HealthAt const health{run.snapshot().health.get(), run.now()};
    auto const* judge = choose_judge(run.snapshot(), answer.model, &health);
    return judge != nullptr && affords_judge(run, *judge, answer.content) ? judge : nullptr;
}

Task<void> validate(RunScope& run, AttemptOrder const& order, AttemptOutcome& outcome, AttemptSink const& sink) {
    auto const& answer = *outcome.answer;
    if (!run.quiet()) order.sink->publish(event::Validating{order.nth});
    outcome.validation = verdict_of(check_answer({.context = &run.context,
                                                  .answer = answer.content,
                                                  .finished = true,
                                                  .finish_reason = answer.finish_reason,
                                                  .tool_calls = answer.tool_calls,
                                                  .raw = answer.raw}));
    if (!outcome.validation.is_valid()) co_return;
    auto const* judge = judge_for(run, order, sink, answer);
    if (judge == nullptr) co_return;
    order.sink->flush();
    outcome.validation = co_await ask_judge(run, *judge, order.nth, answer.content, *order.cancellation);
}

// What a call used up that ended with `code` before its answer was whole: an estimate.
std::pair<Usage, std::optional<MicroUsd>> tail_of(RunScope const& run, AttemptOrder const& order,
                                                  AttemptSink const& sink, Errc code) {
    auto const arrived = sink.first_delta() ? std::optional{sink.arrived_bytes()} : std::nullopt;
    return tail_cost(*order.model, code, input_of(run, order), arrived);
}

// Of the expected answer, what did not come.
Tokens saved(RunScope const& run, Usage const& usage) {
    auto const expected = run.decision.analysis.output_tokens;
    return {std::max<std::int64_t>(0, expected.count - usage.output.count)};
}

// What the call used up, whether it ended well or not.
[[gnu::noinline]] void record(RunScope& run, AttemptOrder const& order, AttemptOutcome const& outcome,
                              AttemptSink const& sink, Ledger::Reservation const& reserved, Duration latency) {
    AttemptRecord entry;
    entry.nth = order.nth;
    entry.kind = order.kind;
    entry.model = order.model->id;
    entry.latency = latency;
    entry.began = run.now() - latency;
    entry.stopped = outcome.stopped;
    if (outcome.answer) {
        entry.usage = outcome.answer->usage;
        entry.cost = outcome.answer->cost;
    } else {
        std::tie(entry.usage, entry.cost) = tail_of(run, order, sink, outcome.answer.error().code);
    }
    if (outcome.stopped) entry.saved = saved(run, entry.usage);
    entry.lost = !outcome.answer && order.cancellation->requested() && !run.cancellation.requested();
    if (!outcome.answer) entry.error = outcome.answer.error();
    run.ledger.settle(reserved, std::move(entry));
}

// An attempt that ends before its call was made.
std::unique_ptr<AttemptOutcome> no_call(RunScope& run, AttemptOrder const& order, Error error) {
    AttemptRecord entry;
    entry.nth = order.nth;
    entry.kind = order.kind;
    entry.model = order.model->id;
    entry.error = error;
    entry.cost = MicroUsd{};
    entry.began = run.now();
    run.ledger.settle({}, std::move(entry));
    auto outcome = std::make_unique<AttemptOutcome>(std::unexpected(std::move(error)));
    outcome->model = order.model;
    outcome->nth = outcome->text_nth = order.nth;
    return outcome;
}

// Null: no such provider.
Provider* provider_of(RunScope const& run, AttemptOrder const& order) {
    auto const found = run.parts.providers->find(order.model->provider);
    return found == run.parts.providers->end() ? nullptr : found->second.get();
}

// How the attempt ends before its call; null: the call is to be made.
[[gnu::noinline]] std::unique_ptr<AttemptOutcome> refuse(RunScope& run, AttemptOrder const& order,
                                                         Provider const* provider, CallPermit const& permit) {
    if (provider == nullptr) {
        auto detail = "provider '" + order.model->provider + "' is not configured";
        return no_call(run, order, {Errc::provider_unreachable, std::move(detail), {}, {}});
    }
    auto refused = permit.refused();
    return refused ? no_call(run, order, std::move(*refused)) : nullptr;
}

std::unique_ptr<AttemptOutcome> begin_outcome(Result<ExecutionResult>&& answer) {
    return std::make_unique<AttemptOutcome>(std::move(answer));
}

// Our own checks ended the call: to the chain that is a poor answer, not a failure.
void take_stopped(RunScope const& run, AttemptOrder const& order, AttemptOutcome& outcome, AttemptSink const& sink) {
    auto const& stop = *sink.stopped();
    // It was over before it could be stopped: an answer like others.
    if (outcome.answer && outcome.answer->content.size() == stop.text.size()) return;
    ExecutionResult part;
    part.content = stop.text;
    part.model = order.model->id;
    part.finish_reason = FinishReason::length;  // no reader shall take it for whole
    std::tie(part.usage, part.cost) = tail_of(run, order, sink, Errc::cancelled);
    auto const came = part.usage.output.count;
    outcome.answer = std::move(part);
    outcome.stopped = true;
    outcome.validation = verdict_of(stop.findings);
    outcome.validation.reasoning = "stopped early, after about " + std::to_string(came) + " tokens";
    if (auto const rest = saved(run, outcome.answer->usage).count; rest > 0) {
        outcome.validation.reasoning += " of some " + std::to_string(came + rest) + " expected";
    }
}

// The call has ended: what does the chain make of it?
[[gnu::noinline]] void conclude(RunScope& run, AttemptOrder const& order, AttemptOutcome& outcome,
                                AttemptSink const& sink, Duration latency) {
    outcome.model = order.model;
    outcome.nth = order.nth;
    outcome.text_nth = order.goes_on.value_or(order.nth);
    if (order.continuation != nullptr) {
        order.continuation->end();
        if (order.goes_on && outcome.answer) outcome.answer->content = order.continuation->text();
    }
    if (auto const first = sink.first_delta(); first && !run.first_token) run.first_token = first;
    if (sink.stopped() != nullptr && !order.cancellation->requested()) take_stopped(run, order, outcome, sink);
    if (outcome.answer) outcome.answer->latency = latency;
}

void settle(CallPermit& permit, AttemptOutcome const& outcome, AttemptSink const& sink, TimePoint now) {
    // An answer that our own checks stopped was one.
    bool const answered = outcome.answer || sink.stopped() != nullptr;
    answered ? permit.succeeded(now) : permit.failed(outcome.answer.error(), now);
}

// Who gets the deltas: the sink, behind what keeps the text when breaks are continued.
DeltaSink& reader_of(AttemptOrder const& order, AttemptSink& sink) {
    if (order.continuation == nullptr) return sink;
    order.goes_on ? order.continuation->go_on(sink) : order.continuation->begin(sink);
    return *order.continuation;
}

bool streams(AttemptOrder const& order) { return order.stream != StreamPolicy::off || order.upstream_stream; }

Attempt call_of(RunScope const& run, AttemptOrder const& order) {
    Attempt call{.nth = order.nth, .model = order.model, .context = &run.context};
    if (order.question != nullptr) call.context = order.question;
    if (order.goes_on) call.context = &order.continuation->question();
    call.stream = streams(order);
    call.timeouts = run.policy().timeouts;
    call.deadline = run.deadline;
    call.trace = trace_of_call(run.context, order.kind, order.nth);
    return call;
}

// No coroutine of its own: its frame would only pass the answer on.
Task<Result<ExecutionResult>> ask(Provider& provider, Attempt const& call, DeltaSink& reader, Cancellation& stop) {
    return call.context->embeddings ? provider.embed(call, stop) : provider.complete(call, reader, stop);
}

}  // namespace

Task<std::unique_ptr<AttemptOutcome>> attempt(RunScope& run, AttemptOrder order) {
    order.sink->publish(event::Started{order.nth, order.model->id});
    order.sink->flush();
    auto* const provider = provider_of(run, order);
    auto const began = run.now();
    CallPermit permit{run.snapshot().health.get(), order.model->id, began};
    if (auto refused = refuse(run, order, provider, permit)) co_return refused;

    auto const reserved = run.ledger.reserve(*order.model, input_of(run, order), run.decision.analysis.output_tokens);
    Cancellation stop{*order.cancellation};
    AttemptSink sink{{run.context, run.policy(), *order.sink, stop, run.parts.time, order.stream,
                      streams(order) && run.checks_wanted(), order.goes_on.value_or(order.nth), order.model->id,
                      order.first_delta, order.successor, order.goes_on.has_value()}};
    auto& reader = reader_of(order, sink);
    auto const call = call_of(run, order);  // what is asked depends on what is continued
    auto outcome = begin_outcome(co_await ask(*provider, call, reader, stop));
    sink.end();
    auto const latency = run.now() - began;
    settle(permit, *outcome, sink, run.now());
    conclude(run, order, *outcome, sink, latency);
    record(run, order, *outcome, sink, reserved, latency);  // before a judge may spend what is left
    if (outcome->answer && !outcome->stopped) {
        order.sink->publish(event::Answered{order.nth, *outcome->answer});
        if (run.checks_wanted()) co_await validate(run, order, *outcome, sink);
        // Gated text that is poor stays held: the next attempt replaces it unseen.
        if (outcome->validation.accepted()) sink.release();
    }
    if (outcome->answer && run.checks_wanted()) run.ledger.judged(order.nth, outcome->validation);
    outcome->passed = sink.passed_any();
    outcome->committed = sink.committed();
    co_return outcome;
}

AttemptOrder next_order(RunScope& run, ModelCard const& model) {
    AttemptOrder order;
    order.model = &model;
    order.nth = run.next_nth++;
    order.stream = run.context.options.stream;
    order.sink = &run.sink;
    order.cancellation = &run.cancellation;
    return order;
}

}  // namespace signalbox
