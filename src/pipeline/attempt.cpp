#include "pipeline/attempt.hpp"

#include "pipeline/attempt_sink.hpp"
#include "pipeline/call_permit.hpp"
#include "pipeline/judging.hpp"
#include "pipeline/side_call.hpp"
#include "pipeline/tail_cost.hpp"

#include <tuple>
#include <utility>

namespace signalbox {

namespace {

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

// What the call used up, whether it ended well or not.
void record(RunScope& run, AttemptOrder const& order, AttemptOutcome const& outcome, AttemptSink const& sink,
            MicroUsd reserved, Duration latency) {
    AttemptRecord entry;
    entry.nth = order.nth;
    entry.kind = order.kind;
    entry.model = order.model->id;
    entry.latency = latency;
    entry.stopped = outcome.answer && !sink.findings().empty();
    if (outcome.answer && !entry.stopped) {
        entry.usage = outcome.answer->usage;
        entry.cost = outcome.answer->cost;
    } else {
        auto const ended = outcome.answer ? Errc::cancelled : outcome.answer.error().code;
        auto const arrived = sink.first_delta() ? std::optional{sink.arrived_bytes()} : std::nullopt;
        std::tie(entry.usage, entry.cost) = tail_cost(*order.model, ended, input_of(run, order), arrived);
    }
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
    run.ledger.settle({}, std::move(entry));
    auto outcome = std::make_unique<AttemptOutcome>(std::unexpected(std::move(error)));
    outcome->model = order.model;
    outcome->nth = outcome->text_nth = order.nth;
    return outcome;
}

// The call has ended: what does the chain make of it?
void conclude(RunScope& run, AttemptOrder const& order, AttemptOutcome& outcome, AttemptSink const& sink,
              Duration latency) {
    outcome.model = order.model;
    outcome.nth = order.nth;
    outcome.text_nth = order.goes_on.value_or(order.nth);
    if (order.continuation != nullptr) {
        order.continuation->end();
        if (order.goes_on && outcome.answer) outcome.answer->content = order.continuation->text();
    }
    if (auto const first = sink.first_delta(); first && !run.first_token) run.first_token = first;
    if (!sink.findings().empty() && !order.cancellation->requested()) {
        // Our own prefix check stopped the call: to the chain that is a poor answer, not a failure.
        outcome.validation = verdict_of(sink.findings());
        outcome.answer.emplace();
        outcome.answer->model = order.model->id;
    }
    if (outcome.answer) outcome.answer->latency = latency;
}

void settle(CallPermit& permit, AttemptOutcome const& outcome, AttemptSink const& sink, TimePoint now) {
    // An answer that our own checks stopped was one.
    bool const answered = outcome.answer || !sink.findings().empty();
    answered ? permit.succeeded(now) : permit.failed(outcome.answer.error(), now);
}

// Who gets the deltas: the sink, behind what keeps the text when breaks are continued.
DeltaSink& reader_of(AttemptOrder const& order, AttemptSink& sink) {
    if (order.continuation == nullptr) return sink;
    order.goes_on ? order.continuation->go_on(sink) : order.continuation->begin(sink);
    return *order.continuation;
}

Attempt call_of(RunScope const& run, AttemptOrder const& order) {
    Attempt call{.nth = order.nth, .model = order.model, .context = &run.context};
    if (order.question != nullptr) call.context = order.question;
    if (order.continuation != nullptr) call.context = &order.continuation->question();
    call.stream = order.stream != StreamPolicy::off || order.upstream_stream;
    call.timeouts = run.policy().timeouts;
    call.deadline = run.deadline;
    return call;
}

}  // namespace

Task<std::unique_ptr<AttemptOutcome>> attempt(RunScope& run, AttemptOrder order) {
    order.sink->publish(event::Started{order.nth, order.model->id});
    order.sink->flush();
    auto const provider = run.parts.providers->find(order.model->provider);
    if (provider == run.parts.providers->end()) {
        co_return no_call(
            run, order,
            {Errc::provider_unreachable, "provider '" + order.model->provider + "' is not configured", {}, {}});
    }
    auto const began = run.now();
    CallPermit permit{run.snapshot().health.get(), order.model->id, began};
    if (auto refused = permit.refused()) co_return no_call(run, order, std::move(*refused));

    auto const reserved = run.ledger.reserve(*order.model, input_of(run, order), run.decision.analysis.output_tokens);
    Cancellation stop{*order.cancellation};
    AttemptSink sink{{run.context, run.policy(), *order.sink, stop, run.parts.time, order.stream, run.checks_wanted(),
                      order.goes_on.value_or(order.nth), order.model->id, order.first_delta}};
    auto& reader = reader_of(order, sink);
    auto const call = call_of(run, order);
    std::unique_ptr<AttemptOutcome> outcome;
    {  // the answer must not live in the frame beside the outcome
        auto answer = co_await provider->second->complete(call, reader, stop);
        outcome = std::make_unique<AttemptOutcome>(std::move(answer));
    }
    auto const latency = run.now() - began;
    settle(permit, *outcome, sink, run.now());
    conclude(run, order, *outcome, sink, latency);
    record(run, order, *outcome, sink, reserved, latency);  // before a judge may spend what is left
    if (outcome->answer && sink.findings().empty()) {
        order.sink->publish(event::Answered{order.nth, *outcome->answer});
        if (run.checks_wanted()) co_await validate(run, order, *outcome, sink);
        // Gated text that is poor stays held: the next attempt replaces it unseen.
        if (outcome->validation.is_valid()) sink.release();
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
