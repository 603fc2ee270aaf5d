#include "telemetry/run_metrics.hpp"

namespace signalbox::telemetry {

namespace {

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
                   [&](event::Arrived const&) { arrived(); },
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
    metrics_.overhead.observe(time_.exact_now() - exactly_began_);
}

void RunMetrics::arrived() {
    if (any_arrived_) return;
    any_arrived_ = true;
    metrics_.first_token.observe(time_.now() - began_);
}

void RunMetrics::judged(ValidationResult const& validation) {
    metrics_.validations[static_cast<std::size_t>(validation.verdict)].add();
}

void RunMetrics::compare(ChainResult const& result) {
    if (!result.strongest_cost || !result.cost) return;
    metrics_.routed_micro_usd.add(result.cost->count);
    metrics_.strongest_micro_usd.add(result.strongest_cost->count);
}

void RunMetrics::ended(std::span<AttemptRecord const> attempts, std::span<SideCall const> side_calls) {
    for (auto const& attempt : attempts) {
        auto& model = metrics_.model(attempt.model);
        outcome_of(model, attempt).add();
        model.spent_on(attempt.kind).add(attempt.usage, attempt.cost);
    }
    for (auto const& call : side_calls) {
        metrics_.model(call.model).spent_on(call.kind).add(call.usage, call.cost);
        if (call.kind == CallKind::analyzer) metrics_.analyses[static_cast<std::size_t>(call.outcome)].add();
    }
}

}  // namespace signalbox::telemetry
