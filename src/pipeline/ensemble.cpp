#include "pipeline/ensemble.hpp"

#include "async/when.hpp"
#include "pipeline/judging.hpp"
#include "pipeline/side_call.hpp"
#include "validation/majority.hpp"
#include "validation/pick.hpp"
#include "validation/synthesis.hpp"
#include "validation/text.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace signalbox {

namespace {

using Outcomes = std::vector<std::unique_ptr<AttemptOutcome>>;

std::vector<std::string_view> texts(Outcomes const& outcomes) {
    std::vector<std::string_view> all;
    for (auto const& outcome : outcomes) all.emplace_back(outcome->answer->content);
    return all;
}

double quality(AttemptOutcome const& outcome) { return outcome.model->quality.value; }

}  // namespace

Ensemble::Ensemble(RunScope& run)
    : run_{run},
      result_{.mode = run.context.options.ensemble_mode.value_or(run.policy().ensemble.mode)},
      quorum_{run.context.options.ensemble_quorum.value_or(run.policy().ensemble.quorum)},
      rest_{run.cancellation},
      patience_{run.parts.time, rest_},
      sink_{run.sink} {
    result_.asked = static_cast<int>(run.decision.plan->team.size());
    quorum_ = std::min(quorum_, result_.asked);
}

Task<void> Ensemble::begin() {
    std::vector<Task<Outcome>> calls;
    for (auto const& name : run_.decision.plan->team) calls.push_back(member(*run_.model(name)));
    auto outcomes = co_await when_all(std::move(calls));
    patience_.disarm();
    if (run_.cancellation.requested()) co_return;
    co_await combine(good_ones(std::move(outcomes)));
    run_.ensemble = std::make_unique<EnsembleResult>(std::move(result_));
}

Task<Ensemble::Outcome> Ensemble::member(ModelCard const& model) {
    bool const first = run_.next_nth == 0;  // a run's first call is made, whatever it costs
    if (!first && !run_.affords(model)) co_return nullptr;
    auto order = next_order(run_, model);
    order.kind = CallKind::member;
    order.upstream_stream = order.stream != StreamPolicy::off;
    order.stream = StreamPolicy::off;
    order.judged = false;
    order.sink = &sink_;
    order.cancellation = &rest_;
    auto outcome = co_await attempt(run_, order);
    count(*outcome);
    co_return outcome;
}

void Ensemble::count(AttemptOutcome const& outcome) {
    if (run_.cancellation.requested()) return;
    if (outcome.good()) ++result_.answered;
    run_.sink.publish(
        event::MemberEnded{outcome.nth, outcome.model->id, outcome.good(), result_.answered, result_.asked});
    run_.sink.flush();
    if (result_.answered >= quorum_ && !patience_.armed()) {
        patience_.arm(run_.now() + run_.policy().ensemble.patience);
    }
}

std::vector<Ensemble::Outcome> Ensemble::good_ones(std::vector<Outcome> outcomes) {
    std::vector<Outcome> good;
    for (auto& outcome : outcomes) {
        if (outcome == nullptr) continue;
        outcome->good() ? good.push_back(std::move(outcome)) : run_.keep(std::move(outcome));
    }
    std::ranges::sort(good, {}, [](Outcome const& one) { return std::pair{-quality(*one), one->nth}; });
    return good;
}

Task<void> Ensemble::combine(std::vector<Outcome> good) {
    if (good.empty()) {
        result_.combined = false;
        result_.reason = "no member gave a good answer";
        co_return;
    }
    if (result_.answered < quorum_) {
        auto reason = std::to_string(result_.answered) + " of " + std::to_string(result_.asked) + " answered, " +
                      std::to_string(quorum_) + " are needed";
        co_return stand_alone(std::move(good.front()), std::move(reason));
    }
    switch (result_.mode) {
        case EnsembleMode::vote:
            co_return vote(good);
        case EnsembleMode::best:
            co_await pick(good);
            break;
        case EnsembleMode::synthesize:
            co_await synthesize(good);
            break;
    }
}

void Ensemble::take(Outcome outcome) {
    run_.announce(*outcome);
    run_.best = std::move(outcome);
}

void Ensemble::stand_alone(Outcome outcome, std::string reason) {
    result_.combined = false;
    result_.reason = std::move(reason);
    take(std::move(outcome));
}

void Ensemble::vote(std::vector<Outcome>& good) {
    auto const agreed = majority(texts(good));
    if (!agreed) return stand_alone(std::move(good.front()), "no majority of short answers that are alike");
    result_.agreed = static_cast<int>(agreed->voters.size());
    take(std::move(good[agreed->voters.front()]));
}

Task<void> Ensemble::pick(std::vector<Outcome>& good) {
    // Judges favour certain places: the letters are given by lot.
    std::vector<std::size_t> order(good.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::shuffle(order, run_.parts.random);
    std::vector<std::string_view> shuffled;
    for (auto const index : order) shuffled.emplace_back(good[index]->answer->content);

    HealthAt const health{run_.snapshot().health.get(), run_.now()};
    auto const* judge = choose_judge(run_.snapshot(), {}, &health);
    if (judge == nullptr) co_return stand_alone(std::move(good.front()), "there is no judge");
    SideQuestion question{.kind = CallKind::judge,
                          .model = judge,
                          .messages = pick_prompt(task_of(&run_.context), shuffled, run_.new_fence()),
                          .patience = run_.policy().judge_timeout};
    if (!run_.ledger.affords(*judge, size_of(question.messages), question.output)) {
        co_return stand_alone(std::move(good.front()), "no money was left for the judge");
    }
    run_.sink.publish(event::Validating{good.front()->nth});
    run_.sink.flush();
    auto const reply = co_await ask_aside(run_, std::move(question), run_.cancellation);
    auto const picked = reply.answer ? read_pick(*reply.answer, good.size()) : std::nullopt;
    if (!picked) {
        auto const why = reply.answer ? std::string{"gave no readable pick"}
                                      : "failed: " + std::string{name(reply.answer.error().code)};
        co_return stand_alone(std::move(good.front()), "the judge " + why);
    }
    take(std::move(good[order[*picked]]));
}

ModelCard const* Ensemble::synthesizer(std::vector<Outcome> const& good) const {
    auto const& configured = run_.policy().ensemble.synthesizer;
    auto const* card = configured.empty() ? nullptr : run_.model(configured);
    return card != nullptr ? card : good.front()->model;
}

Task<void> Ensemble::synthesize(std::vector<Outcome>& good) {
    auto const& model = *synthesizer(good);
    ChainContext question;
    question.messages = synthesis_prompt(run_.context, texts(good), run_.new_fence());
    question.request_id = run_.context.request_id;
    question.tenant = run_.context.tenant;
    question.max_output_tokens = run_.context.max_output_tokens;
    question.temperature = run_.context.temperature;
    auto const output = run_.decision.analysis.output_tokens;
    if (!run_.ledger.affords(model, size_of(question.messages), output)) {
        co_return stand_alone(std::move(good.front()), "no money was left for a synthesis");
    }
    auto order = next_order(run_, model);
    order.kind = CallKind::synthesis;
    order.question = &question;
    auto made = co_await attempt(run_, order);
    run_.seen(*made);
    if (made->good()) co_return take(std::move(made));
    if (made->committed || run_.cancellation.requested()) co_return run_.keep(std::move(made));
    auto const why = made->answer ? std::string{"was poor"} : "failed: " + std::string{name(made->answer.error().code)};
    stand_alone(std::move(good.front()), "the synthesis " + why);
}

}  // namespace signalbox
