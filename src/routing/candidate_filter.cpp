#include "routing/candidate_filter.hpp"

#include "core/saturating.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace signalbox {

namespace {

using Rule = std::string (*)(ModelCard const& model, Demands const& demands);

bool surely_not(Fact<bool> const& fact) { return fact.known() && !fact.value; }

std::string policy_lists(ModelCard const& model, Demands const& demands) {
    auto const& allowed = demands.policy->allowed_models;
    if (!allowed.empty() && !is_named(model, allowed)) return "not among the models that the configuration allows";
    if (is_named(model, demands.policy->denied_models)) return "denied by the configuration";
    return {};
}

std::string request_list(ModelCard const& model, Demands const& demands) {
    auto const& allowed = demands.context->options.allowed_models;
    return allowed.empty() || is_named(model, allowed) ? std::string{} : "not among the models that the request allows";
}

std::string window(ModelCard const& model, Demands const& demands) {
    auto const& basis = demands.basis;
    auto const answer = demands.context->max_output_tokens.value_or(basis.output.count);
    auto const wanted = saturating_sum(basis.input.count, answer);
    if (!model.context_window.known() || wanted <= model.context_window.value) return {};
    return "its context window of " + std::to_string(model.context_window.value) + " tokens is too small for about " +
           std::to_string(wanted) + ", answer included";
}

std::string answer_limit(ModelCard const& model, Demands const& demands) {
    auto const& wanted = demands.context->max_output_tokens;
    if (!wanted || !model.max_output.known() || *wanted <= model.max_output.value) return {};
    return "its answers have at most " + std::to_string(model.max_output.value) + " tokens, " +
           std::to_string(*wanted) + " are asked for";
}

std::string answers(ModelCard const& model, Demands const& /*demands*/) {
    return surely_not(model.chat) ? "it makes embeddings, no answers" : "";
}

std::string tools(ModelCard const& model, Demands const& demands) {
    return demands.context->needs_tools && surely_not(model.tools) ? "it cannot call tools" : "";
}

std::string json_mode(ModelCard const& model, Demands const& demands) {
    return demands.context->needs_json && surely_not(model.json_mode) ? "it has no JSON mode" : "";
}

std::string vision(ModelCard const& model, Demands const& demands) {
    return demands.context->needs_vision && surely_not(model.vision) ? "it cannot see images" : "";
}

std::string money(ModelCard const& model, Demands const& demands) {
    auto const cost = expected_cost(model, demands.basis);
    if (!demands.max_cost || !cost || *cost <= *demands.max_cost) return {};
    return "its expected cost of " + dollars(*cost) + " is above the limit of " + dollars(*demands.max_cost);
}

constexpr std::array<Rule, 9> rules{answers, policy_lists, request_list, window, answer_limit,
                                    tools,   json_mode,    vision,       money};

bool unwell(ModelCard const& model, Demands const& demands) {
    return demands.health != nullptr && !demands.health->available(model.id);
}

std::string unfit(ModelCard const& model, Demands const& demands) {
    for (auto const rule : rules) {
        if (auto reason = rule(model, demands); !reason.empty()) return reason;
    }
    return {};
}

}  // namespace

std::string reason_to_drop(ModelCard const& model, Demands const& demands) {
    auto reason = unfit(model, demands);
    if (!reason.empty() || demands.health == nullptr) return reason;
    auto const absence = demands.health->absence(model.id);
    if (!absence) return {};
    return absence->rate_limited ? "left alone for a while: its provider limits our rate"
                                 : "left alone for a while after failures";
}

bool dropped_for_health(ModelCard const& model, Demands const& demands) {
    return unwell(model, demands) && unfit(model, demands).empty();
}

bool is_named(ModelCard const& model, std::vector<std::string> const& names) {
    return std::ranges::any_of(names, [&](std::string const& name) {
        return name == model.id || name == model.upstream_name ||
               std::ranges::find(model.aliases, name) != model.aliases.end();
    });
}

std::optional<MicroUsd> expected_cost(ModelCard const& model, RouteBasis const& basis) {
    if (!model.price.known()) return std::nullopt;
    return cost(model.price.value, basis.input, basis.output);
}

std::string dollars(MicroUsd amount) {
    std::array<char, 48> text{};
    auto const size = std::snprintf(text.data(), text.size(), "$%.6f", amount.dollars());
    std::string out{text.data(), static_cast<std::size_t>(size)};
    auto const cents = out.find('.') + 2;  // keep two digits
    out.erase(std::max(out.find_last_not_of('0'), cents) + 1);
    return out;
}

}  // namespace signalbox
