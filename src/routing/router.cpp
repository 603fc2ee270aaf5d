#include "routing/router.hpp"

#include "core/quality_preset.hpp"
#include "routing/candidate_filter.hpp"
#include "routing/model_condition.hpp"
#include "routing/plan_text.hpp"
#include "routing/scoring.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace signalbox {

namespace {

constexpr std::string_view plain_name = "auto";
constexpr std::string_view preset_prefix = "auto:";

// Of "auto:cheap" and its like; nothing for any other name.
std::optional<double> named_quality(std::string_view model) {
    if (!model.starts_with(preset_prefix)) return std::nullopt;
    return preset_quality(model.substr(preset_prefix.size()));
}

std::optional<MicroUsd> lower(std::optional<MicroUsd> a, std::optional<MicroUsd> b) {
    if (a && b) return std::min(*a, *b);
    return a ? a : b;
}

// A name in the request's list that no model has, or null.
std::string const* unknown_name(ModelRegistry const& registry, std::vector<std::string> const& names) {
    for (auto const& name : names) {
        auto const known = [&](ModelCard const& model) { return is_named(model, {name}); };
        if (std::ranges::none_of(registry.models(), known)) return &name;
    }
    return nullptr;
}

Error no_candidate(std::vector<Candidate> const& dropped) {
    constexpr std::size_t listed = 50;
    if (dropped.empty()) return {Errc::no_candidate, "no model is configured", {}, {}};
    std::string detail = "no configured model can serve this request: ";
    for (std::size_t i = 0; i < std::min(listed, dropped.size()); ++i) {
        if (i != 0) detail += "; ";
        detail += dropped[i].model + ": " + dropped[i].dropped;
    }
    if (dropped.size() > listed) detail += "; and " + std::to_string(dropped.size() - listed) + " more";
    return {Errc::no_candidate, std::move(detail), {}, {}};
}

// Every model that could serve is left alone. REQUIRES: at least one is.
Error all_absent(ModelRegistry const& registry, Demands const& demands) {
    std::optional<Absence> soonest;
    bool all_limited = true;
    for (auto const& model : registry.models()) {
        if (!dropped_for_health(model, demands)) continue;
        auto const absence = demands.health->absence(model.id).value_or(Absence{});
        all_limited = all_limited && absence.rate_limited;
        if (!soonest || absence.left < soonest->left) soonest = absence;
    }
    return absence_error({soonest->left, all_limited}, "every model that could serve this request");
}

// The cheapest; of equals the better one. REQUIRES: not empty.
Scored const& cheapest(std::vector<Scored> const& scored) {
    return *std::ranges::min_element(scored, {},
                                     [](Scored const& one) { return std::pair{one.assumed_cost, -one.quality}; });
}

// The model of all plans while routing is switched off, unless the request says how to weigh. Null: routing decides.
Scored const* fixed_choice(std::vector<Scored> const& scored, ChainContext const& context,
                           RoutingPolicy const& policy) {
    if (!policy.fixed || context.options.quality || context.model != plain_name) return nullptr;
    auto const usual =
        std::ranges::find_if(scored, [&](Scored const& one) { return is_named(*one.model, {policy.default_model}); });
    return usual == scored.end() ? nullptr : &*usual;
}

// The best others by utility. Half of the places, and one at least, go to models that are better than
// the primary, the very best of all among them: without them a poor answer could not be escalated.
std::vector<std::string> fallbacks(std::vector<Scored> const& scored, Scored const& primary, int limit) {
    auto const places = static_cast<std::size_t>(std::max(limit, 0));
    std::vector<bool> chosen(scored.size());
    auto taken = std::size_t{0};
    auto const take = [&](std::size_t i) {
        if (chosen[i] || scored[i].model == primary.model || taken == places) return;
        chosen[i] = true;
        ++taken;
    };
    auto const best = std::ranges::max_element(scored, {}, &Scored::quality);
    if (best->quality > primary.quality) take(static_cast<std::size_t>(best - scored.begin()));
    for (std::size_t i = 0; i < scored.size() && taken < (places + 1) / 2; ++i) {
        if (scored[i].quality > primary.quality) take(i);
    }
    for (std::size_t i = 0; i < scored.size(); ++i) take(i);

    std::vector<std::string> names;
    for (std::size_t i = 0; i < scored.size(); ++i) {
        if (chosen[i]) names.push_back(scored[i].model->id);
    }
    return names;
}

bool wants_judge(ChainContext const& context, RoutingPolicy const& policy, int complexity, bool fast_path) {
    if (context.options.validate) return *context.options.validate;
    return !fast_path && complexity >= policy.min_complexity_for_judge;
}

}  // namespace

Result<SharedPlan> make_plan(ChainContext const& context, AnalysisResult const& analysis, ModelRegistry const& registry,
                             RoutingPolicy const& policy, ModelHealth const* health) {
    if (auto const* name = unknown_name(registry, context.options.allowed_models)) {
        return fail(Errc::invalid_value, "no configured model is called '" + *name + "'", "options.allowedModels");
    }
    Demands const demands{.context = &context,
                          .policy = &policy,
                          .health = health,
                          .basis = route_basis(context, analysis, effective_quality(context, policy)),
                          .max_cost = lower(context.options.max_cost, policy.max_cost)};
    auto const& basis = demands.basis;

    std::vector<ModelCard const*> able;
    std::vector<Candidate> dropped;
    int unwell = 0;
    for (auto const& model : registry.models()) {
        auto reason = reason_to_drop(model, demands);
        if (reason.empty()) {
            able.push_back(&model);
            continue;
        }
        if (dropped_for_health(model, demands)) ++unwell;
        dropped.push_back({.model = model.id,
                           .dropped = std::move(reason),
                           .quality = expected_quality(model, basis),
                           .cost = expected_cost(model, basis)});
    }
    if (able.empty() && unwell > 0) return std::unexpected(all_absent(registry, demands));
    if (able.empty()) return std::unexpected(no_candidate(dropped));

    auto const scored = score(able, basis);
    auto const* const fixed = fixed_choice(scored, context, policy);
    bool const fast_path = !fixed && basis.complexity < policy.min_complexity_for_chain && basis.quality < 1;
    auto const& primary = fixed ? *fixed : fast_path ? cheapest(scored) : scored.front();

    RoutingPlan plan{.primary = primary.model->id,
                     .fallbacks = fallbacks(scored, primary, policy.max_fallbacks),
                     .estimated_cost = primary.cost,
                     .should_validate = wants_judge(context, policy, basis.complexity, fast_path),
                     .fast_path = fast_path,
                     .degraded = unwell > 0};
    plan.reasoning = tell({.basis = basis,
                           .candidates = scored,
                           .primary = primary,
                           .fast_path = fast_path,
                           .fixed = fixed != nullptr,
                           .limited = demands.max_cost.has_value(),
                           .unwell = unwell});
    for (auto const& one : scored) {
        plan.candidates.push_back({.model = one.model->id,
                                   .dropped = {},
                                   .quality = one.quality,
                                   .cost = one.cost,
                                   .price_term = one.price_term,
                                   .speed_term = one.speed_term,
                                   .utility = one.utility});
    }
    std::ranges::move(dropped, std::back_inserter(plan.candidates));
    return std::make_shared<RoutingPlan const>(std::move(plan));
}

SharedPlan direct_plan(ChainContext const& context, AnalysisResult const& analysis, ModelCard const& model) {
    auto const basis = route_basis(context, analysis, 1);
    auto const quality = expected_quality(model, basis);
    auto const cost = expected_cost(model, basis);
    return std::make_shared<RoutingPlan const>(RoutingPlan{
        .primary = model.id,
        .estimated_cost = cost,
        .should_validate = context.options.validate.value_or(false),
        .reasoning = "the request pins " + model.id,
        .candidates = {{.model = model.id, .dropped = {}, .quality = quality, .cost = cost, .utility = quality}}});
}

double effective_quality(ChainContext const& context, RoutingPolicy const& policy) {
    if (context.options.quality) return *context.options.quality;
    return named_quality(context.model).value_or(policy.quality);
}

bool is_routing_name(std::string_view model) { return model == plain_name || named_quality(model); }

std::string const* next_better(RoutingPlan const& plan, std::string_view current,
                               std::span<std::string_view const> tried, ModelHealth const* health) {
    auto const quality = [&](std::string_view model) {
        auto const found = std::ranges::find(plan.candidates, model, &Candidate::model);
        return found == plan.candidates.end() ? 0.0 : found->quality;
    };
    auto const floor = quality(current);
    for (auto const& model : plan.fallbacks) {
        if (quality(model) <= floor || std::ranges::find(tried, model) != tried.end()) continue;
        if (health == nullptr || health->available(model)) return &model;
    }
    return nullptr;
}

}  // namespace signalbox
