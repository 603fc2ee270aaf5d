#include "pipeline/chain_run.hpp"

#include "pipeline/ensemble.hpp"
#include "pipeline/rules_now.hpp"
#include "pipeline/single.hpp"
#include "pipeline/speculative.hpp"
#include "pipeline/strongest.hpp"
#include "routing/router.hpp"

#include <tuple>
#include <utility>

namespace signalbox {

namespace {

// Tokens of an answer when nobody looked at the question: a pinned model's run needs no analysis.
constexpr std::int64_t unanalyzed_output = 500;

Task<void> one_by_one(RunScope& run) {
    Single single{run};
    co_await single.begin(*run.model(run.decision.plan->primary));
}

Task<void> by_race(RunScope& run) {
    Speculative race{run};
    co_await race.begin();
}

Task<void> by_ensemble(RunScope& run) {
    Ensemble ensemble{run};
    co_await ensemble.begin();
}

}  // namespace

Task<ChainAnswer> ChainRun::go(std::unique_ptr<ChainRun> run) {
    run->run_.sink.publish(event::Received{});
    if (auto decided = run->decide_route(); !decided) co_return run->fail_with(std::move(decided.error()));
    co_await run->find_answer();
    co_return run->finish();
}

Task<ChainAnswer> ChainRun::go_reviewed(std::unique_ptr<ChainRun> run, AnalyzerDesk& desk) {
    auto& scope = run->run_;
    scope.sink.publish(event::Received{});
    if (auto decided = run->decide_quietly(); !decided) co_return run->fail_with(std::move(decided.error()));
    if (may_be_reviewed(scope.decision, scope.policy().analyzer)) {
        co_await desk.review(scope);
        bool const over = scope.now() >= scope.deadline;
        if (over) scope.out_of_time();
        if (over || scope.cancellation.requested()) co_return run->finish();
    }
    run->tell_route();
    if (auto ready = run->set_out(); !ready) co_return run->fail_with(std::move(ready.error()));
    co_await run->find_answer();
    co_return run->finish();
}

Task<ChainAnswer> ChainRun::go_shared(std::unique_ptr<ChainRun> run, AnalyzerDesk* desk) {
    if (auto const key = run->missing_route()) {
        auto& scope = run->run_;
        auto const& [registry, epoch] = std::tie(scope.snapshot().registry, scope.snapshot().epoch);
        auto plan = co_await scope.parts.shared->find(*key, epoch, registry, scope.cancellation);
        scope.parts.cache.store(*key, std::move(plan), scope.started);
    }
    auto rest = desk != nullptr ? go_reviewed(std::move(run), *desk) : go(std::move(run));
    co_return co_await std::move(rest);
}

// By the analysis that will be made again in a moment: microseconds beside the wait.
std::optional<RouteKey> ChainRun::missing_route() const {
    auto const& context = run_.context;
    auto const& snapshot = run_.snapshot();
    if (!context.options.cache || context.embeddings || !is_routing_name(context.model)) return std::nullopt;
    auto const known = run_.parts.cache.peek_analysis(context, snapshot.epoch, run_.started);
    auto const analysis = known ? *known : snapshot.analyzer->analyze(context);
    auto const quality = effective_quality(context, snapshot.routing);
    auto const key = run_.parts.cache.key(context, analysis, quality, snapshot.epoch);
    if (run_.parts.cache.peek(key, snapshot.epoch, run_.started) != nullptr) return std::nullopt;
    return key;
}

// What was decided just now and is worth remembering, as the first level remembers it.
void ChainRun::share_route() const {
    auto const& decision = run_.decision;
    if (decision.cache_hit || decision.direct || !run_.context.options.cache) return;
    auto const& [snapshot, cache] = std::tie(run_.snapshot(), run_.parts.cache);
    auto const quality = effective_quality(run_.context, snapshot.routing);
    auto const key = cache.key(run_.context, decision.analysis, quality, snapshot.epoch);
    if (auto const plan = cache.peek(key, snapshot.epoch, run_.started)) run_.parts.shared->store(key, plan);
}

Result<void> ChainRun::decide_quietly() {
    RulesNow{run_.snapshot(), run_.parts.time}.request_began();
    auto const analysis = analysis_of(run_.context, run_.snapshot(), run_.parts.cache, run_.started);
    auto const& parts = run_.parts;
    auto decided = decide_by(analysis, run_.context, run_.snapshot(), parts.cache, run_.started, parts.random);
    if (!decided) {
        run_.sink.publish(event::Analyzed{analysis});
        run_.sink.publish(event::Routing{false});
        return std::unexpected(std::move(decided.error()));
    }
    run_.decision = std::move(*decided);
    return {};
}

void ChainRun::tell_route() const {
    auto const& [analysis, plan, cache_hit, direct] = run_.decision;
    run_.sink.publish(event::Analyzed{analysis});
    run_.sink.publish(event::Routing{plan->fast_path});
    run_.sink.publish(event::Routed{*plan, cache_hit, direct});
}

Result<void> ChainRun::decide_route() {
    RulesNow{run_.snapshot(), run_.parts.time}.request_began();
    auto const& parts = run_.parts;
    auto decided = decide(run_.context, run_.snapshot(), parts.cache, run_.started, run_.sink, parts.random);
    if (!decided) return std::unexpected(std::move(decided.error()));
    run_.decision = std::move(*decided);
    return set_out();
}

// Counts the request and checks that what was decided can be called.
Result<void> ChainRun::set_out() {
    if (run_.parts.shared != nullptr) share_route();
    if (!run_.decision.direct) run_.snapshot().races->hedges.request(run_.policy().speculative.max_share);
    auto const& primary = run_.decision.plan->primary;
    if (run_.model(primary) != nullptr) return pay_ahead();
    return fail(Errc::model_not_found, "model '" + primary + "' is not configured", "model");
}

// Before anybody is called: what those cost who will be, so that runs at the same time cannot all
// count on the same money.
Result<void> ChainRun::pay_ahead() {
    if (run_.parts.purse == nullptr) return {};
    auto const& [analysis, plan, cache_hit, direct] = run_.decision;
    auto output = analysis.output_tokens;
    if (output.count == 0) output = {run_.context.max_output_tokens.value_or(unanalyzed_output)};
    if (plan->team.empty()) return run_.ledger.pay_ahead(*run_.model(plan->primary), analysis.input_tokens, output);
    for (auto const& member : plan->team) {
        auto const* model = run_.model(member);
        if (model == nullptr) continue;
        if (auto paid = run_.ledger.pay_ahead(*model, analysis.input_tokens, output); !paid) return paid;
    }
    return {};
}

// No coroutine of its own: its frame would only wait for another.
Task<void> ChainRun::find_answer() {
    switch (run_.decision.plan->strategy) {
        case Strategy::speculative:
            return by_race(run_);
        case Strategy::ensemble:
            return by_ensemble(run_);
        case Strategy::single:
            break;
    }
    return one_by_one(run_);
}

ChainAnswer ChainRun::finish() {
    auto const& stop = run_.cancellation;
    if (stop.requested()) return fail_with({stop.reason(), "the request was cancelled", {}, {}});
    // Text that was committed and then broke off cannot be replaced by an earlier answer.
    bool const broken = run_.committed && run_.best && run_.best->text_nth != run_.shown;
    if ((!run_.best || broken) && run_.latest) return fail_with(std::move(run_.latest->answer.error()));
    if (!run_.best) return fail_with({Errc::internal, "there is no answer and no error", {}, {}});
    show_best();
    auto result = result_of_best();
    run_.sink.publish(event::Completed{*result});
    run_.sink.flush();
    // After the answer has left: nobody waits for it.
    auto const& parts = run_.parts;
    if (parts.outcomes != nullptr && !result->direct) {
        parts.outcomes->ended(run_.context, *result, run_.snapshot(), parts.key, run_.now());
    }
    leave_record(result.get(), nullptr);
    return result;
}

void ChainRun::leave_record(ChainResult const* result, Error const* error) const {
    auto* const records = run_.parts.records;
    if (records == nullptr) return;
    if (auto end = run_end(run_, result, error, records->secret())) records->ended(std::move(*end));
}

ChainAnswer ChainRun::fail_with(Error error) {
    auto const& ledger = run_.ledger;
    auto const made = static_cast<int>(ledger.attempts().size());
    run_.sink.publish(event::Failed{error, made, ledger.attempts(), ledger.side_calls(), ledger.cost()});
    run_.sink.flush();
    leave_record(nullptr, &error);
    return std::unexpected(std::move(error));
}

// When the reader has nothing yet, or the text of another attempt: the best answer, as an attempt that
// is later than what the reader has, so that it takes that one's place.
void ChainRun::show_best() {
    auto const& best = *run_.best;
    auto const& content = best.answer->content;
    if (run_.context.options.stream == StreamPolicy::off || run_.shown == best.text_nth) return;
    if (content.empty() && run_.shown < 0) return;
    auto const nth = best.text_nth > run_.shown ? best.text_nth : run_.next_nth;
    run_.sink.publish(event::Committed{nth});
    run_.sink.publish(event::Arrived{nth, Delta{.text = content}, best.model->id});
}

std::unique_ptr<ChainResult> ChainRun::result_of_best() {
    auto made = std::make_unique<ChainResult>();
    auto& result = *made;
    auto& best = *run_.best;
    result.request_id = run_.context.request_id;
    result.response = std::move(best.answer->content);
    result.execution = std::move(*best.answer);
    result.model = result.execution.model;
    result.latency = run_.now() - run_.started;
    if (run_.first_token) result.first_token = *run_.first_token - run_.started;
    result.retry_count = run_.retries;
    result.validated = run_.checks_wanted() && best.validation.verdict == Verdict::valid;
    result.cache_hit = run_.decision.cache_hit;
    result.direct = run_.decision.direct;
    result.analysis = run_.decision.analysis;
    result.plan = run_.decision.plan;
    if (run_.checks_wanted()) result.validation = std::move(best.validation);
    run_.ledger.move_into(result);
    if (run_.ensemble) result.ensemble = std::move(*run_.ensemble);
    if (!result.direct) {
        result.strongest_cost = cost_of_strongest(*result.plan, run_.snapshot().registry, result.execution.usage);
    }
    return made;
}

}  // namespace signalbox
