#include "pipeline/run_scope.hpp"

#include <algorithm>
#include <utility>

namespace signalbox {

namespace {

std::optional<MicroUsd> budget(ChainContext const& context, RoutingPolicy const& policy) {
    auto const asked = context.options.max_cost;
    if (asked && policy.max_cost) return std::min(*asked, *policy.max_cost);
    return asked ? asked : policy.max_cost;
}

}  // namespace

RunScope::RunScope(RunParts its_parts, ChainContext const& its_context, EventSink& its_sink,
                   Cancellation& its_cancellation)
    : parts{std::move(its_parts)},
      context{its_context},
      sink{its_sink},
      cancellation{its_cancellation},
      started{parts.time.now()},
      deadline{started + parts.snapshot->chain.deadline},
      ledger{budget(context, parts.snapshot->routing), parts.purse} {
    if (context.deadline) deadline = std::min(deadline, *context.deadline);
}

bool RunScope::checks_wanted() const {
    auto const validate = context.options.validate;
    return validate.value_or(!decision.direct && policy().validate);
}

bool RunScope::quiet() const { return decision.plan->fast_path && retries == 0 && !context.options.validate; }

bool RunScope::affords(ModelCard const& card) const {
    return ledger.affords(card, decision.analysis.input_tokens, decision.analysis.output_tokens);
}

void RunScope::announce(AttemptOutcome const& outcome) const {
    if (!checks_wanted() || (quiet() && outcome.validation.is_valid())) return;
    sink.publish(event::Validated{outcome.nth, outcome.validation, outcome.stopped});
}

void RunScope::seen(AttemptOutcome const& outcome) {
    if (outcome.passed) shown = outcome.text_nth;
    committed = committed || outcome.committed;
}

void RunScope::keep(std::unique_ptr<AttemptOutcome> outcome) {
    auto const better = [&] {
        if (!best || outcome->committed) return true;  // what cannot be taken back is the answer
        if (outcome->empty()) return false;
        if (outcome->validation.is_valid()) return true;
        // An answer that nobody could judge is better than one that was found poor.
        return !best->validation.is_valid() && outcome->validation.score >= best->validation.score;
    };
    (outcome->answer && better() ? best : latest) = std::move(outcome);
}

void RunScope::out_of_time() {
    if (latest && latest->answer) return;
    if (!latest) latest = std::make_unique<AttemptOutcome>();
    latest->answer = fail(Errc::deadline_exceeded, "the request's time ran out");
}

std::string RunScope::new_fence() const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string fence;
    for (auto bits = parts.random(); fence.size() < 16; bits >>= 4) fence.push_back(digits[bits & 15U]);
    return fence;
}

}  // namespace signalbox
