#include "pipeline/decision.hpp"

#include "pipeline/exploration.hpp"
#include "pipeline/strategy_choice.hpp"
#include "routing/detour.hpp"
#include "routing/router.hpp"

namespace signalbox {

namespace {

// Where a decision's plan may come from and go to.
struct CacheUse {
    RouteCache* counted = nullptr;       // null: look only
    RouteCache const* looked = nullptr;  // null: the request wants no cache
};

AnalysisResult analyze(ChainContext const& context, Snapshot const& snapshot, RouteCache* memo, TimePoint now) {
    if (memo == nullptr) return snapshot.analyzer->analyze(context);
    if (auto known = memo->find_analysis(context, snapshot.epoch, now)) return *known;
    auto analysis = snapshot.analyzer->analyze(context);
    memo->store_analysis(context, analysis, snapshot.epoch, now);
    return analysis;
}

// What a pinned model's run needs of the analysis when nobody reads it: what was sent, for the bill of
// an answer that breaks off.
AnalysisResult only_size(ChainContext const& context) {
    std::size_t bytes = context.embeddings ? context.raw->body.size() : 0;
    for (auto const& message : context.messages) bytes += message.content.size();
    return {.input_tokens = {static_cast<std::int64_t>(bytes / 4 + 1)}};
}

Result<Decision> pin(ChainContext const& context, Snapshot const& snapshot, AnalysisResult analysis, TimePoint now) {
    auto const* model = snapshot.registry.find(context.model);
    if (model == nullptr) {
        return fail(Errc::model_not_found,
                    "model '" + context.model + "' is not configured; GET /v1/models lists those that are", "model");
    }
    if (auto const absence = HealthAt{snapshot.health.get(), now}.absence(model->id)) {
        return std::unexpected(absence_error(*absence, "the model '" + model->id + "'"));
    }
    auto plan = direct_plan(context, analysis, *model);
    return Decision{.analysis = analysis, .plan = std::move(plan), .cache_hit = false, .direct = true};
}

Result<Decision> route(ChainContext const& context, Snapshot const& snapshot, CacheUse cache, AnalysisResult analysis,
                       TimePoint now) {
    Decision decision{.analysis = analysis};
    HealthAt const health{snapshot.health.get(), now};
    RouteKey key;
    if (cache.looked != nullptr) {
        key = cache.looked->key(context, analysis, effective_quality(context, snapshot.routing), snapshot.epoch);
        decision.plan = cache.counted != nullptr ? cache.counted->find(key, snapshot.epoch, now)
                                                 : cache.looked->peek(key, snapshot.epoch, now);
        if (decision.plan != nullptr) decision.plan = detour(std::move(decision.plan), health);
        decision.cache_hit = decision.plan != nullptr;
        if (decision.cache_hit) return decision;
    }
    auto plan = make_plan(context, analysis, snapshot.registry, snapshot.routing, &health);
    if (!plan) return std::unexpected(std::move(plan.error()));
    auto stamped = std::make_shared<RoutingPlan>(**plan);
    stamped->epoch = snapshot.epoch;
    stamped->cache_key = key.label;
    decision.plan = std::move(stamped);
    if (cache.counted != nullptr) cache.counted->store(key, decision.plan, now);
    return decision;
}

Result<Decision> pin_or_route(ChainContext const& context, Snapshot const& snapshot, CacheUse cache,
                              AnalysisResult const& analysis, TimePoint now) {
    return is_routing_name(context.model) ? route(context, snapshot, cache, analysis, now)
                                          : pin(context, snapshot, analysis, now);
}

CacheUse counted(ChainContext const& context, RouteCache& cache) {
    return context.options.cache ? CacheUse{&cache, &cache} : CacheUse{};
}

Result<Decision> choose_strategy(Result<Decision> decision, ChainContext const& context, Snapshot const& snapshot,
                                 TimePoint now) {
    if (!decision) return decision;
    auto plan = with_strategy(context, snapshot, std::move(decision->plan), decision->direct, now);
    if (!plan) return std::unexpected(std::move(plan.error()));
    decision->plan = std::move(*plan);
    return decision;
}

}  // namespace

AnalysisResult analysis_of(ChainContext const& context, Snapshot const& snapshot, RouteCache& cache, TimePoint now) {
    return analyze(context, snapshot, context.options.cache ? &cache : nullptr, now);
}

Result<Decision> decide_by(AnalysisResult const& analysis, ChainContext const& context, Snapshot const& snapshot,
                           RouteCache& cache, TimePoint now, std::mt19937_64& random) {
    auto decision = pin_or_route(context, snapshot, counted(context, cache), analysis, now);
    decision = choose_strategy(std::move(decision), context, snapshot, now);
    if (decision) explore(*decision, context, snapshot, random, now);
    return decision;
}

bool may_be_reviewed(Decision const& decision, AnalyzerPolicy const& policy) {
    if (!policy.on() || decision.direct || decision.plan->fast_path) return false;
    return !decision.analysis.reviewed && decision.analysis.confidence < policy.below_confidence;
}

void note_analysis(Decision& decision, std::string reason) {
    auto noted = std::make_shared<RoutingPlan>(*decision.plan);
    noted->analysis_reason = std::move(reason);
    decision.plan = std::move(noted);
}

Result<Decision> decide(ChainContext const& context, Snapshot const& snapshot, RouteCache& cache, TimePoint now,
                        EventSink& sink, std::mt19937_64& random) {
    bool const direct = !is_routing_name(context.model);
    bool const budgeted = context.options.max_cost || snapshot.routing.max_cost;
    bool const judged = context.options.validate.value_or(false);  // by the cut of the category
    bool const wanted = !direct || budgeted || judged || sink.wants_analysis();
    bool const analyzed = wanted && !context.embeddings;  // which have no message to analyze
    auto analysis = analyzed ? analysis_of(context, snapshot, cache, now) : only_size(context);
    if (analyzed) sink.publish(event::Analyzed{analysis});

    auto decision = decide_by(analysis, context, snapshot, cache, now, random);
    // Told after it happened, microseconds later: whether the fast path is taken is the router's to say.
    if (!direct) sink.publish(event::Routing{decision && decision->plan->fast_path});
    if (decision) sink.publish(event::Routed{*decision->plan, decision->cache_hit, decision->direct});
    return decision;
}

Result<Decision> preview(ChainContext const& context, Snapshot const& snapshot, RouteCache const& cache,
                         TimePoint now) {
    auto const look = context.options.cache ? CacheUse{nullptr, &cache} : CacheUse{};
    auto const& analyzer = snapshot.chain.analyzer;
    std::optional<AnalysisResult> known;
    if (analyzer.on() && context.options.cache) known = cache.peek_analysis(context, snapshot.epoch, now);
    auto const analysis = known ? *known : snapshot.analyzer->analyze(context);
    auto decision = choose_strategy(pin_or_route(context, snapshot, look, analysis, now), context, snapshot, now);
    if (decision && may_be_reviewed(*decision, analyzer)) {
        note_analysis(*decision, "a dry run does not ask " + analyzer.model + "; this is the built-in analysis");
    }
    return decision;
}

}  // namespace signalbox
