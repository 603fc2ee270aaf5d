#include "telemetry/run_metrics.hpp"

#include <algorithm>
#include <array>

namespace signalbox::telemetry {

namespace {

constexpr std::size_t most_waits = 32;  // more calls than a run may make

Counter& outcome_of(ModelMetrics& model, AttemptRecord const& attempt) {
    if (attempt.lost) return model.lost;
    if (attempt.error) return model.failed[static_cast<std::size_t>(attempt.error->code)];
    return attempt.stopped ? model.rejected : model.ok;
}

}  // namespace

void RunMetrics::observe(Event const& event) {
    std::visit(Overloaded{
                   [](event::Received const&) {},
                   [](event::Analyzed const&) {},
                   [](event::Routing const&) {},
                   [](event::Routed const&) {},
                   [&](event::Started const&) { started(); },
                   [&](event::Arrived const& e) { arrived(e.model); },
                   [](event::Answered const&) {},
                   [](event::Validating const&) {},
                   [&](event::Validated const& e) { judged(e.validation); },
                   [&](event::Rejected const& e) { judged(e.validation); },
                   [](event::CallFailed const&) {},
                   [&](event::Retrying const& e) { (e.better ? metrics_.escalations : metrics_.fallbacks).add(); },
                   [](event::Committed const&) {},
                   [](event::MemberEnded const&) {},
                   [&](event::Completed const& e) {
                       ended(e.result.attempts, e.result.side_calls);
                       compare(e.result);
                   },
                   [&](event::Failed const& e) {
                       ended(e.records, e.side_calls);
                       if (e.error.code == Errc::cancelled) metrics_.cancelled.add();
                   },
               },
               event);
}

void RunMetrics::started() {
    if (any_started_) return;
    any_started_ = true;
    first_start_ = time_.exact_now();
    metrics_.overhead.observe(first_start_ - exactly_began_);
}

void RunMetrics::arrived(std::string_view model) {
    if (any_arrived_) return;
    any_arrived_ = true;
    auto const took = time_.now() - began_;
    metrics_.first_token.observe(took);
    called(model).first_token.observe(took);
}

void RunMetrics::judged(ValidationResult const& validation) {
    metrics_.validations[static_cast<std::size_t>(validation.verdict)].add();
}

void RunMetrics::compare(ChainResult const& result) {
    if (!result.strongest_cost || !result.cost) return;
    metrics_.routed_micro_usd.add(result.cost->count);
    metrics_.strongest_micro_usd.add(result.strongest_cost->count);
}

GenAiMetrics& RunMetrics::called(std::string_view model) const {
    return metrics_.model(model).operations[static_cast<std::size_t>(operation_)];
}

// Without the time in which at least one call was going on. A turn of the loop has one time, so that a call seems to
// start before the work that led to it: the first one, with the analysis and routing before it, is known exactly.
Duration RunMetrics::own_time(std::span<AttemptRecord const> attempts, std::span<SideCall const> side_calls) const {
    struct Wait {
        TimePoint from;
        TimePoint to;
    };
    std::array<Wait, most_waits> waits;
    std::size_t count = 0;
    auto const earliest = any_started_ ? first_start_ : exactly_began_;
    auto const add = [&](CallKind kind, TimePoint began, Duration latency) {
        auto const from = kind == CallKind::analyzer ? std::max(began, exactly_began_) : std::max(began, earliest);
        if (count < waits.size()) waits[count++] = {from, began + latency};
    };
    for (auto const& attempt : attempts) add(attempt.kind, attempt.began, attempt.latency);
    for (auto const& call : side_calls) add(call.kind, call.began, call.latency);
    std::ranges::sort(waits.begin(), waits.begin() + count, {}, &Wait::from);
    Duration waited{};
    auto until = exactly_began_;
    for (auto const& wait : std::span{waits}.first(count)) {
        if (wait.to <= until) continue;
        waited += wait.to - std::max(wait.from, until);
        until = wait.to;
    }
    return std::max(Duration{}, time_.exact_now() - exactly_began_ - waited);
}

void RunMetrics::ended(std::span<AttemptRecord const> attempts, std::span<SideCall const> side_calls) {
    metrics_.own_time.observe(own_time(attempts, side_calls));
    for (auto const& attempt : attempts) {
        auto& model = metrics_.model(attempt.model);
        outcome_of(model, attempt).add();
        model.spent_on(attempt.kind).add(attempt.usage, attempt.cost);
        called(attempt.model).called(attempt.latency, attempt.usage);
    }
    for (auto const& call : side_calls) {
        metrics_.model(call.model).spent_on(call.kind).add(call.usage, call.cost);
        called(call.model).called(call.latency, call.usage);
        if (call.kind == CallKind::analyzer) metrics_.analyses[static_cast<std::size_t>(call.outcome)].add();
    }
}

}  // namespace signalbox::telemetry
