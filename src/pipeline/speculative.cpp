#include "pipeline/speculative.hpp"

#include "async/when.hpp"

#include <utility>

namespace signalbox {

Speculative::Speculative(RunScope& run)
    : run_{run},
      race_{run},
      models_{run.model(run.decision.plan->team.front()), run.model(run.decision.plan->team.back())},
      both_{run.cancellation},
      stops_{Cancellation{both_}, Cancellation{both_}} {}

Task<void> Speculative::begin() {
    auto const began = run_.now();
    std::vector<Task<Outcome>> calls;
    calls.push_back(call(0));
    calls.push_back(call(1));
    auto const wins = [](Outcome const& outcome) { return outcome != nullptr && outcome->good(); };
    auto any = co_await when_any(std::move(calls), wins, both_);
    // A call that was given up before its first token took at least as long as it had.
    if (auto const seen = first_token_ ? *first_token_ : run_.now(); first_token_ || hedged_) {
        run_.snapshot().races->times(run_.context.options.stream).observe(models_[0]->id, seen - began);
    }
    co_await conclude(any.winner, std::move(any.values[0]), std::move(any.values[1]));
}

Task<Speculative::Outcome> Speculative::call(int lane) {
    auto const place = static_cast<std::size_t>(lane);
    if (lane == 1) {
        bool const start = co_await needed();
        if (!start) co_return nullptr;
        hedged_ = true;
    }
    auto order = next_order(run_, *models_[place]);
    order.kind = lane == 1 ? CallKind::hedge : CallKind::answer;
    order.sink = &race_.reader(lane);
    order.cancellation = &stops_[place];
    order.first_delta = lane == 0 ? &first_token_ : nullptr;
    Rival rival{*this, lane};
    order.successor = &rival;
    race_.enter(lane, order.nth, stops_[place]);
    running_[place] = true;
    auto outcome = co_await attempt(run_, order);
    running_[place] = false;
    last_ = lane;
    if (!hedged_) stops_[1].request(Errc::cancelled);  // the strong model need not wait for its moment any more
    bool const good = outcome->good() && race_.open_for(lane);
    race_.leave(lane, good);
    outcome->text_nth = race_.shown_as(lane);
    if (!good && outcome->answer && !race_.open_for(lane)) outcome->answer = fail(Errc::cancelled, "came second");
    if (!good) tell_end(lane, *outcome);
    co_return outcome;
}

bool Speculative::Rival::follows(ValidationResult const&) {
    if (lane_ == 0 && !race_.hedged_) return race_.run_.affords(*race_.models_[1]);
    return race_.running_[static_cast<std::size_t>(1 - lane_)];
}

Task<bool> Speculative::needed() {
    auto const& policy = run_.policy().speculative;
    auto& races = *run_.snapshot().races;
    auto delay = policy.delay;
    if (!delay) delay = races.times(run_.context.options.stream).p95(models_[0]->id);
    auto const when = run_.now() + delay.value_or(policy.default_delay);
    if (when > run_.now()) co_await sleep_until(run_.parts.time, when, stops_[1]);
    if (stops_[1].requested() || first_token_) co_return false;
    co_return run_.affords(*models_[1]) && races.hedges.take();
}

// The other attempt is still on its way: tells why this one is out.
void Speculative::tell_end(int lane, AttemptOutcome const& outcome) {
    auto const other = static_cast<std::size_t>(1 - lane);
    if (!running_[other] || stops_[0].requested() || stops_[1].requested()) return;
    auto const& next = models_[other]->id;
    ++run_.retries;
    if (outcome.answer) {
        run_.sink.publish(event::Rejected{outcome.nth, outcome.validation, run_.retries, outcome.stopped});
    } else {
        run_.sink.publish(
            event::CallFailed{outcome.nth, outcome.model->id, outcome.answer.error(), next, run_.retries});
    }
    run_.sink.flush();
}

Task<void> Speculative::conclude(std::optional<std::size_t> winner, Outcome cheap, Outcome strong) {
    if (winner) {
        auto outcome = std::move(*winner == 0 ? cheap : strong);
        run_.announce(*outcome);
        run_.keep(std::move(outcome));
        co_return;
    }
    Single rest{run_};
    if (strong == nullptr) {
        rest.tried(*models_[0]);
        co_await rest.go_on(std::move(cheap));
        co_return;
    }
    // What broke off after it was committed decides; else who ended last, since nobody was told of that yet.
    bool const cheap_last = cheap->committed || (last_ == 0 && !strong->committed);
    rest.tried(*models_[cheap_last ? 1 : 0]);
    rest.tried(*models_[cheap_last ? 0 : 1]);
    run_.keep(std::move(cheap_last ? strong : cheap));
    co_await rest.go_on(std::move(cheap_last ? cheap : strong));
}

}  // namespace signalbox
