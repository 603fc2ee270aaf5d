#include "telemetry/run_metrics.hpp"

namespace signalbox::telemetry {

namespace {

std::size_t place(Errc code) { return static_cast<std::size_t>(code); }
std::uint64_t bit(int attempt) { return std::uint64_t{1} << (static_cast<unsigned>(attempt) & 63U); }

}  // namespace

void RunMetrics::observe(Event const& event) {
    std::visit(Overloaded{
                   [](event::Received const&) {},
                   [](event::Analyzed const&) {},
                   [](event::Routing const&) {},
                   [](event::Routed const&) {},
                   [&](event::Started const& e) { started(e); },
                   [&](event::Arrived const&) { arrived(); },
                   [&](event::Answered const& e) { answered(e); },
                   [](event::Validating const&) {},
                   [&](event::Validated const& e) { judged(e.validation); },
                   [&](event::Rejected const& e) { rejected(e); },
                   [&](event::CallFailed const& e) {
                       metrics_.model(e.model).failed[place(e.error.code)].add();
                       open_ = nullptr;
                   },
                   [&](event::Retrying const& e) { (e.better ? metrics_.escalations : metrics_.fallbacks).add(); },
                   [](event::Committed const&) {},
                   [&](event::Completed const& e) { completed(e.result); },
                   [&](event::Failed const& e) { failed(e.error); },
               },
               event);
}

void RunMetrics::started(event::Started const& event) {
    open_ = &metrics_.model(event.model);
    if (any_started_) return;
    any_started_ = true;
    metrics_.overhead.observe(time_.now() - began_);
}

void RunMetrics::arrived() {
    if (any_arrived_) return;
    any_arrived_ = true;
    metrics_.first_token.observe(time_.now() - began_);
}

void RunMetrics::answered(event::Answered const& event) {
    if (open_ == nullptr) return;
    open_->ok.add();
    spend(*open_, event.execution.usage, event.execution.cost);
    counted_ |= bit(event.attempt);
    open_ = nullptr;
}

void RunMetrics::judged(ValidationResult const& validation) {
    metrics_.validations[static_cast<std::size_t>(validation.verdict)].add();
    if (validation.judge_cost) metrics_.model(validation.judge).micro_usd.add(validation.judge_cost->count);
}

void RunMetrics::rejected(event::Rejected const& event) {
    judged(event.validation);
    if (open_ != nullptr) open_->rejected.add();  // stopped by the prefix checks, before it answered
    open_ = nullptr;
}

void RunMetrics::completed(ChainResult const& result) {
    // Attempts that never answered may have used tokens too.
    for (auto const& attempt : result.attempts) {
        if ((counted_ & bit(attempt.nth)) == 0) spend(metrics_.model(attempt.model), attempt.usage, attempt.cost);
    }
    if (open_ == nullptr || result.attempts.empty()) return;
    auto const& last = result.attempts.back();
    (last.error ? open_->failed[place(last.error->code)] : open_->rejected).add();
    open_ = nullptr;
}

void RunMetrics::failed(Error const& error) {
    if (open_ != nullptr) open_->failed[place(error.code)].add();
    open_ = nullptr;
    if (error.code == Errc::cancelled) metrics_.cancelled.add();
}

void RunMetrics::spend(ModelMetrics& model, Usage const& usage, std::optional<MicroUsd> cost) {
    model.input.add(usage.input.count);
    model.output.add(usage.output.count);
    model.cached.add(usage.cached.count);
    model.reasoning.add(usage.reasoning.count);
    if (cost) model.micro_usd.add(cost->count);
}

}  // namespace signalbox::telemetry
