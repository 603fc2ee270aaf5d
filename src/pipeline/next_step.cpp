#include "pipeline/next_step.hpp"

#include "routing/router.hpp"

#include <algorithm>

namespace signalbox {

namespace {

bool attempts_left(Progress const& progress) { return static_cast<int>(progress.tried.size()) < progress.max_attempts; }

bool affordable(Progress const& progress, std::string_view model) {
    if (!progress.money_left) return true;
    auto const* card = progress.registry->find(model);
    if (card == nullptr || !card->price.known()) return progress.money_left->count > 0;
    return cost(card->price.value, progress.input_tokens, progress.output_tokens) <= *progress.money_left;
}

std::ptrdiff_t times_tried(Progress const& progress, std::string_view model) {
    return std::ranges::count(progress.tried, model);
}

std::int64_t window(Progress const& progress, std::string_view model) {
    auto const* card = progress.registry->find(model);
    return card != nullptr && card->context_window.known() ? card->context_window.value : 0;
}

// The first untried fallback that may serve; with `min_window`, only those with a larger one.
std::string const* next_fallback(Progress const& progress, std::int64_t min_window) {
    for (auto const& model : progress.plan->fallbacks) {
        if (times_tried(progress, model) > 0) continue;
        if (min_window > 0 && window(progress, model) <= min_window) continue;
        if (affordable(progress, model)) return &model;
    }
    return nullptr;
}

}  // namespace

Reaction reaction_to(Errc code) {
    switch (code) {
        case Errc::context_length:
            return Reaction::larger_window;
        case Errc::invalid_value:  // this model's API cannot be asked that; another one's may
        case Errc::provider_auth:
        case Errc::provider_rate_limited:
        case Errc::provider_timeout:
        case Errc::provider_protocol:
            return Reaction::next;
        case Errc::provider_overloaded:
        case Errc::provider_unreachable:
        case Errc::upstream_truncated:
            return Reaction::again_or_next;
        default:
            return Reaction::stop;
    }
}

NextStep after_answer(Progress const& progress, ValidationResult const& validation) {
    if (validation.is_valid()) return Accept{};
    if (progress.released) return Accept{};  // nothing can be taken back; the result says not validated
    if (progress.out_of_time) return GiveUp{Errc::deadline_exceeded};
    if (!attempts_left(progress) || progress.escalations >= progress.max_escalations) return GiveUp{};
    auto const* better = next_better(*progress.plan, progress.tried.back(), progress.tried);
    if (better == nullptr) return GiveUp{};
    if (!affordable(progress, *better)) return GiveUp{Errc::budget_exhausted};
    return Escalate{*better};
}

NextStep after_failure(Progress const& progress, Errc code) {
    auto const reaction = reaction_to(code);
    if (reaction == Reaction::stop || progress.released) return GiveUp{code};
    if (progress.out_of_time) return GiveUp{Errc::deadline_exceeded};
    if (!attempts_left(progress)) return GiveUp{code};

    auto const& current = progress.tried.back();
    auto const min_window = reaction == Reaction::larger_window ? window(progress, current) : 0;
    if (auto const* model = next_fallback(progress, min_window)) return FallBack{*model};
    if (reaction == Reaction::again_or_next && times_tried(progress, current) < 2) {
        return affordable(progress, current) ? NextStep{TryAgain{current}} : NextStep{GiveUp{Errc::budget_exhausted}};
    }
    return GiveUp{code};
}

}  // namespace signalbox
