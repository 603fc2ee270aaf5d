#include "telemetry/run_trace.hpp"

#include "wire/problem.hpp"

#include <algorithm>

namespace signalbox::telemetry {

namespace {

std::int64_t wall_ns() {
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

void add_usage(Span& span, Usage const& usage, std::optional<MicroUsd> cost) {
    span.add("gen_ai.usage.input_tokens", usage.input.count);
    span.add("gen_ai.usage.output_tokens", usage.output.count);
    if (cost) span.add("signalbox.cost_usd", cost->dollars());
}

void add_error(Span& span, std::string_view type) {
    span.failed = true;
    span.add("error.type", std::string{type});
}

}  // namespace

RunTrace::RunTrace(Tracer& tracer, Time& time, TracedRun run)
    : tracer_{tracer}, time_{time}, run_{std::move(run)}, began_{time.exact_now()}, began_ns_{wall_ns()} {
    spans_.push_back(begin(run_.span.id, SpanKind::server, "POST " + std::string{run_.route}, began_, began_));
    auto& request = spans_.front();
    request.parent = run_.span.parent;
    request.add("http.request.method", std::string{"POST"});
    request.add("http.route", std::string{run_.route});
    request.add("signalbox.request_id", std::string{run_.request_id});
}

void RunTrace::observe(Event const& event) {
    std::visit(Overloaded{
                   [](event::Received const&) {},
                   [](event::Analyzed const&) {},
                   [](event::Routing const&) {},
                   [&](event::Routed const& e) { routed(e); },
                   [](event::Started const&) {},
                   [](event::Arrived const&) {},
                   [](event::Answered const&) {},
                   [&](event::Validating const& e) { looking_.push_back({e.attempt, time_.exact_now()}); },
                   [&](event::Validated const& e) { validated(e.attempt, e.validation); },
                   [&](event::Rejected const& e) { validated(e.attempt, e.validation); },
                   [](event::CallFailed const&) {},
                   [](event::Retrying const&) {},
                   [](event::Committed const&) {},
                   [](event::MemberEnded const&) {},
                   [&](event::Completed const& e) { completed(e.result); },
                   [&](event::Failed const& e) { failed(e); },
               },
               event);
}

Span RunTrace::begin(std::uint64_t id, SpanKind kind, std::string name, TimePoint began, TimePoint end) const {
    auto const at = [this](TimePoint when) {
        return began_ns_ + std::chrono::duration_cast<std::chrono::nanoseconds>(when - began_).count();
    };
    // A turn of the loop has one time, which may be from before the run.
    auto const from = std::max(began, began_);
    return {.trace = run_.span,
            .id = id,
            .parent = run_.span.id,
            .kind = kind,
            .name = std::move(name),
            .began_ns = at(from),
            .ended_ns = at(std::max(end, from))};
}

void RunTrace::routed(event::Routed const& event) {
    auto span = begin(routing_span(run_.span), SpanKind::internal, "route", began_, time_.exact_now());
    span.add("signalbox.route.model", event.plan.primary);
    span.add("signalbox.route.strategy", std::string{name(event.plan.strategy)});
    span.add("signalbox.route.cache_hit", event.cache_hit);
    span.add("signalbox.route.fast_path", event.plan.fast_path);
    span.add("signalbox.route.direct", event.direct);
    spans_.push_back(std::move(span));
}

void RunTrace::validated(int attempt, ValidationResult const& validation) {
    auto const found = std::ranges::find(looking_, attempt, &Looked::attempt);
    auto const now = time_.exact_now();
    auto const began = found == looking_.end() ? now : found->began;
    auto span = begin(validation_span(run_.span, attempt), SpanKind::internal, "validate", began, now);
    span.add("signalbox.attempt", std::int64_t{attempt});
    span.add("signalbox.validation.verdict", std::string{name(validation.verdict)});
    if (validation.verdict != Verdict::unknown) span.add("signalbox.validation.score", validation.score);
    if (!validation.judge.empty()) span.add("signalbox.validation.judge", validation.judge);
    spans_.push_back(std::move(span));
}

Span RunTrace::call(CallKind kind, std::string const& model, int nth, TimePoint began, Duration latency) const {
    std::string const operation = run_.embeddings ? "embeddings" : "chat";
    auto span =
        begin(call_span(run_.span, kind, nth), SpanKind::client, operation + " " + model, began, began + latency);
    span.add("gen_ai.operation.name", operation);
    span.add("gen_ai.request.model", model);
    auto const* card = run_.snapshot ? run_.snapshot->registry.find(model) : nullptr;
    if (card != nullptr) span.add("gen_ai.provider.name", card->provider);
    span.add("signalbox.call.kind", std::string{name(kind)});
    if (nth >= 0) span.add("signalbox.attempt", std::int64_t{nth});
    return span;
}

void RunTrace::add_attempt(AttemptRecord const& attempt) {
    auto span = call(attempt.kind, attempt.model, attempt.nth, attempt.began, attempt.latency);
    add_usage(span, attempt.usage, attempt.cost);
    if (attempt.stopped) span.add("signalbox.stopped", true);
    if (attempt.lost) span.add("signalbox.lost", true);
    if (attempt.error && !attempt.lost) add_error(span, name(attempt.error->code));
    spans_.push_back(std::move(span));
}

void RunTrace::add_side_call(SideCall const& side) {
    auto span = call(side.kind, side.model, side.attempt, side.began, side.latency);
    add_usage(span, side.usage, side.cost);
    if (side.outcome != SideOutcome::ok) add_error(span, name(side.outcome));
    spans_.push_back(std::move(span));
}

void RunTrace::ended(std::span<AttemptRecord const> attempts, std::span<SideCall const> side_calls,
                     Error const* error) {
    for (auto const& attempt : attempts) add_attempt(attempt);
    for (auto const& side : side_calls) add_side_call(side);
    auto& request = spans_.front();
    request.ended_ns = request.began_ns + (time_.exact_now() - began_).count();
    auto const status = error != nullptr ? wire::status_of(*error) : 200;
    request.add("http.response.status_code", std::int64_t{status});
    request.add("signalbox.attempts", std::ssize(attempts));
    // To a server span a client's mistake is no error.
    if (error != nullptr && status >= 500) add_error(request, name(error->code));
    tracer_.ended(std::move(spans_));
    spans_.clear();
}

void RunTrace::completed(ChainResult const& result) {
    auto& request = spans_.front();
    request.add("signalbox.model", result.model);
    request.add("signalbox.retries", std::int64_t{result.retry_count});
    request.add("signalbox.cache_hit", result.cache_hit);
    if (result.cost) request.add("signalbox.cost_usd", result.cost->dollars());
    ended(result.attempts, result.side_calls, nullptr);
}

void RunTrace::failed(event::Failed const& event) {
    // One that fails in a catch block has ended already, perhaps.
    if (!spans_.empty()) ended(event.records, event.side_calls, &event.error);
}

}  // namespace signalbox::telemetry
