#include "pipeline/strategy_choice.hpp"

#include "pipeline/judging.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace signalbox {

namespace {

struct Choice {
    Strategy strategy = Strategy::single;
    std::vector<std::string> team{};
    std::string reason{};
};

Choice alone(std::string reason) { return {.strategy = Strategy::single, .team = {}, .reason = std::move(reason)}; }

// What is asked and what is known when a strategy is chosen.
struct Question {
    ChainContext const& context;
    Snapshot const& snapshot;
    RoutingPlan const& plan;
    bool pinned;
    HealthAt health;
};

// The row of a model that can serve now; null for others.
Candidate const* able(Question const& question, std::string_view model) {
    auto const& rows = question.plan.candidates;
    auto const found = std::ranges::find(rows, model, &Candidate::model);
    if (found == rows.end() || !found->dropped.empty() || !question.health.available(model)) return nullptr;
    return &*found;
}

std::optional<MicroUsd> limit_of(Question const& question) {
    auto const asked = question.context.options.max_cost;
    auto const configured = question.snapshot.routing.max_cost;
    if (asked && configured) return std::min(*asked, *configured);
    return asked ? asked : configured;
}

// What the calls cost together. Unknown prices count as nothing here: the ledger stops them when the
// money is gone.
MicroUsd cost_of(Question const& question, std::vector<std::string> const& models) {
    MicroUsd sum;
    for (auto const& model : models) {
        if (auto const* row = able(question, model); row != nullptr && row->cost) sum += *row->cost;
    }
    return sum;
}

// What keeps any second model from answering at the same time; empty: nothing does.
std::string obstacle(Question const& question) {
    if (question.pinned) return "the request pins its model";
    if (question.context.needs_tools) return "tools may have effects, so one model alone calls them";
    return {};
}

Choice race(Question const& question) {
    if (auto why = obstacle(question); !why.empty()) return alone(std::move(why));
    auto const retries = question.context.options.max_retries;
    if ((retries ? 1 + *retries : question.snapshot.chain.max_attempts) < 2) return alone("one attempt is allowed");
    auto const& plan = question.plan;
    auto const quality = [&](std::string const& model) {
        auto const* row = able(question, model);
        return row == nullptr ? 0.0 : row->quality;
    };
    auto strong = plan.primary;
    auto cheap = plan.primary;
    for (auto const& model : plan.fallbacks) {
        if (quality(model) > quality(strong)) strong = model;
    }
    if (strong == plan.primary) {
        // The plan begins with its best model: race it against the first that is weaker.
        auto const weaker = [&](std::string const& model) { return quality(model) < quality(strong); };
        auto const found = std::ranges::find_if(plan.fallbacks, weaker);
        if (found == plan.fallbacks.end()) return alone("no second model can serve");
        cheap = *found;
    }
    std::vector<std::string> team{cheap, strong};
    if (auto const limit = limit_of(question); limit && cost_of(question, team) > *limit) {
        return alone("both models together would cost more than the limit");
    }
    if (!question.snapshot.races->hedges.available()) {
        return alone("enough requests have had a second model lately");
    }
    return {Strategy::speculative, std::move(team), cheap + " answers, " + strong + " too when that is slow"};
}

// The members by name, or by the plan's order; those that cannot serve are left out.
Result<std::vector<std::string>> members(Question const& question) {
    auto const& policy = question.snapshot.chain.ensemble;
    auto const& asked = question.context.options.ensemble_models;
    std::vector<std::string> found;
    auto const add = [&](std::string const& model) {
        bool const fresh = std::ranges::find(found, model) == found.end();
        if (fresh && able(question, model) != nullptr) found.push_back(model);
    };
    for (std::size_t i = 0; i < asked.size(); ++i) {
        auto const* card = question.snapshot.registry.find(asked[i]);
        if (card == nullptr) {
            return fail(Errc::invalid_value, "no configured model is called '" + asked[i] + "'",
                        "options.ensemble.models[" + std::to_string(i) + "]");
        }
        add(card->id);
    }
    if (!asked.empty()) return found;
    for (auto const& name : policy.models) {
        if (auto const* card = question.snapshot.registry.find(name)) add(card->id);
    }
    if (!policy.models.empty()) return found;
    add(question.plan.primary);
    for (auto const& model : question.plan.fallbacks) add(model);
    for (auto const& row : question.plan.candidates) add(row.model);
    if (found.size() > static_cast<std::size_t>(policy.size)) found.resize(static_cast<std::size_t>(policy.size));
    return found;
}

Result<Choice> gather(Question const& question) {
    if (auto why = obstacle(question); !why.empty()) return alone(std::move(why));
    auto const& options = question.context.options;
    auto const mode = options.ensemble_mode.value_or(question.snapshot.chain.ensemble.mode);
    bool const asked = options.strategy == Strategy::ensemble;
    if (!asked && question.plan.fast_path) return alone("the question is simple");
    if (mode == EnsembleMode::synthesize && question.context.needs_json) {
        return alone("a synthesis cannot promise JSON; mode best can");
    }
    auto team = members(question);
    if (!team) return std::unexpected(std::move(team.error()));
    if (team->size() < EnsemblePolicy::fewest) return alone("fewer than two of its models can serve");
    if (mode == EnsembleMode::best && choose_judge(question.snapshot, {}) == nullptr) {
        return alone("mode best needs a judge, and there is none");
    }
    auto const limit = limit_of(question);
    while (limit && team->size() > EnsemblePolicy::fewest && cost_of(question, *team) > *limit) team->pop_back();
    if (limit && cost_of(question, *team) > *limit) return alone("two models together would cost more than the limit");
    auto reason = std::to_string(team->size()) + " models answer, mode " + std::string{name(mode)};
    return Choice{Strategy::ensemble, std::move(*team), std::move(reason)};
}

Result<Choice> choose(Question const& question, Strategy asked) {
    if (asked == Strategy::speculative) return race(question);
    return gather(question);
}

}  // namespace

Result<SharedPlan> with_strategy(ChainContext const& context, Snapshot const& snapshot, SharedPlan plan, bool pinned,
                                 TimePoint now) {
    auto const asked = context.options.strategy.value_or(snapshot.chain.strategy);
    if (asked == Strategy::single) return plan;
    if (pinned && !context.options.strategy) return plan;  // a default is for what is routed
    Question const question{context, snapshot, *plan, pinned, {snapshot.health.get(), now}};
    auto choice = choose(question, asked);
    if (!choice) return std::unexpected(std::move(choice.error()));

    auto made = std::make_shared<RoutingPlan>(*plan);
    made->strategy = choice->strategy;
    made->strategy_reason = std::move(choice->reason);
    if (choice->strategy == Strategy::single) {
        made->strategy_reason =
            "strategy " + std::string{name(asked)} + " cannot run: " + std::move(made->strategy_reason);
    }
    made->team = std::move(choice->team);
    if (!made->team.empty()) made->estimated_cost = cost_of(question, made->team);
    return made;
}

}  // namespace signalbox
