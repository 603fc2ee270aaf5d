#include "pipeline/next_step.hpp"

#include "routing/router.hpp"

#include <algorithm>

namespace signalbox {

namespace {

constexpr std::ptrdiff_t most_calls_of_a_model = 2;

bool attempts_left(Progress const& progress) { return static_cast<int>(progress.tried.size()) < progress.max_attempts; }

bool affordable(Progress const& progress, std::string_view model) {
    if (!progress.money_left) return true;
    auto const* card = progress.registry->find(model);
    if (card == nullptr || !card->price.known()) return progress.money_left->count > 0;
    return cost(card->price.value, progress.input_tokens, progress.output_tokens) <= *progress.money_left;
}

bool available(Progress const& progress, std::string_view model) {
    return progress.health == nullptr || progress.health->available(model);
}

std::ptrdiff_t times_tried(Progress const& progress, std::string_view model) {
    return std::ranges::count(progress.tried, model);
}

std::int64_t window(Progress const& progress, std::string_view model) {
    auto const* card = progress.registry->find(model);
    return card != nullptr && card->context_window.known() ? card->context_window.value : 0;
}

// A model to call, or why there is none.
struct Choice {
    std::string_view model;  // empty: none
    bool too_dear = false;   // one could serve, but for its price
};

bool any(std::string_view) { return true; }

// The first untried fallback that may serve and `fits`.
template <class Fits = bool(std::string_view)>
Choice next_model(Progress const& progress, Fits const& fits = any) {
    Choice choice;
    for (auto const& model : progress.plan->fallbacks) {
        if (times_tried(progress, model) > 0 || !available(progress, model) || !fits(model)) continue;
        if (affordable(progress, model)) return {model, false};
        choice.too_dear = true;
    }
    return choice;
}

// The model that was called last, once more.
Choice same_model(Progress const& progress) {
    auto const current = progress.tried.back();
    if (times_tried(progress, current) >= most_calls_of_a_model || !available(progress, current)) return {};
    if (!affordable(progress, current)) return {{}, true};
    return {current, false};
}

GiveUp give_up(Choice const& first, Choice const& second, Errc code) {
    return {first.too_dear || second.too_dear ? Errc::budget_exhausted : code};
}

NextStep next_or_same(Progress const& progress, Errc code) {
    auto const next = next_model(progress);
    if (!next.model.empty()) return FallBack{std::string{next.model}};
    auto const same = same_model(progress);
    if (!same.model.empty()) return TryAgain{std::string{same.model}};
    return give_up(next, same, code);
}

NextStep same_or_next(Progress const& progress, Errc code) {
    auto const same = same_model(progress);
    if (!same.model.empty()) return TryAgain{std::string{same.model}};
    auto const next = next_model(progress);
    if (!next.model.empty()) return FallBack{std::string{next.model}};
    return give_up(same, next, code);
}

NextStep only_next(Progress const& progress, Errc code) {
    auto const next = next_model(progress);
    if (!next.model.empty()) return FallBack{std::string{next.model}};
    return give_up(next, {}, code);
}

NextStep next_of_larger_window(Progress const& progress, Errc code) {
    auto const least = window(progress, progress.tried.back());
    auto const next =
        next_model(progress, [&](std::string_view model) { return least == 0 || window(progress, model) > least; });
    if (!next.model.empty()) return FallBack{std::string{next.model}};
    return give_up(next, {}, code);
}

NextStep next_of_another_provider(Progress const& progress, Errc code) {
    auto const provider = [&](std::string_view model) -> std::string_view {
        auto const* card = progress.registry->find(model);
        return card == nullptr ? std::string_view{} : card->provider;
    };
    auto const here = provider(progress.tried.back());
    auto const next = next_model(progress, [&](std::string_view model) { return provider(model) != here; });
    if (!next.model.empty()) return FallBack{std::string{next.model}};
    return only_next(progress, code);  // a key may be good for some of a provider's models
}

// After a break in the middle of an answer. Whether the break could pass is not asked: the text is
// shown, and whoever continues it begins a new call.
NextStep go_on(Progress const& progress, Errc code) {
    auto const next = next_model(progress);
    if (!next.model.empty()) return Continue{std::string{next.model}};
    auto const same = same_model(progress);
    if (!same.model.empty()) return Continue{std::string{same.model}};
    return give_up(next, same, code);
}

bool hopeless(Progress const& progress, Reaction reaction) {
    return reaction == Reaction::stop || (reaction == Reaction::next_if_configured && !progress.next_on_content_policy);
}

}  // namespace

Reaction reaction_to(Errc code) {
    switch (code) {
        case Errc::provider_auth:
            return Reaction::next_provider;
        case Errc::invalid_value:  // this model's API cannot be asked that; another one's may
        case Errc::provider_rate_limited:
        case Errc::provider_timeout:  // once more would make the caller wait as long again
        case Errc::provider_protocol:
            return Reaction::next;
        case Errc::content_policy:
            return Reaction::next_if_configured;
        case Errc::context_length:
            return Reaction::larger_window;
        case Errc::provider_overloaded:
            return Reaction::again_then_next;
        case Errc::provider_unreachable:
        case Errc::upstream_truncated:
            return Reaction::next_or_again;
        case Errc::provider_rejected:
        case Errc::invalid_json:
        case Errc::model_not_found:
        case Errc::not_found:
        case Errc::method_not_allowed:
        case Errc::unsupported_media:
        case Errc::request_too_large:
        case Errc::header_too_large:
        case Errc::bad_request:
        case Errc::request_timeout:
        case Errc::misdirected:
        case Errc::forbidden_origin:
        case Errc::no_candidate:
        case Errc::budget_exhausted:
        case Errc::deadline_exceeded:
        case Errc::overloaded:
        case Errc::draining:
        case Errc::unauthorized:
        case Errc::forbidden:
        case Errc::rate_limited:
        case Errc::quota_exhausted:
        case Errc::cancelled:
        case Errc::internal:
            return Reaction::stop;
    }
    return Reaction::stop;
}

NextStep after_answer(Progress const& progress, ValidationResult const& validation) {
    if (validation.accepted()) return Accept{};
    if (progress.released) return Accept{};  // nothing can be taken back; the result says not validated
    if (progress.out_of_time) return GiveUp{Errc::deadline_exceeded};
    if (!attempts_left(progress) || progress.escalations >= progress.max_escalations) return GiveUp{};
    auto const* better = next_better(*progress.plan, progress.tried.back(), progress.tried, progress.health);
    if (better != nullptr && affordable(progress, *better)) return Escalate{*better};
    // Any answer is better than none.
    if (progress.nothing_came) {
        if (auto const next = next_model(progress); !next.model.empty()) return Escalate{std::string{next.model}};
    }
    return better == nullptr ? GiveUp{} : GiveUp{Errc::budget_exhausted};
}

NextStep after_failure(Progress const& progress, Errc code) {
    auto const reaction = reaction_to(code);
    bool const final = progress.released || progress.cut_is_final;
    if (hopeless(progress, reaction) || (final && !progress.continuable)) return GiveUp{code};
    if (progress.out_of_time) return GiveUp{Errc::deadline_exceeded};
    if (!attempts_left(progress) || !progress.retry_allowed) return GiveUp{code};
    if (progress.continuable) return go_on(progress, code);
    switch (reaction) {
        case Reaction::again_then_next:
            return same_or_next(progress, code);
        case Reaction::next_or_again:
            return next_or_same(progress, code);
        case Reaction::next_provider:
            return next_of_another_provider(progress, code);
        case Reaction::larger_window:
            return next_of_larger_window(progress, code);
        default:
            return only_next(progress, code);
    }
}

}  // namespace signalbox
