#include "cli/commands.hpp"
#include "cli/figures.hpp"
#include "cli/json_fields.hpp"
#include "cli/table.hpp"
#include "wire/json_document.hpp"

#include <vector>

namespace signalbox::cli {

namespace {

using simdjson::dom::element;

std::vector<std::string> texts_at(element in, std::string_view key) {
    std::vector<std::string> texts;
    for_each_in(in, key, [&](element item) {
        std::string_view text;
        if (item.get(text) == simdjson::SUCCESS) texts.emplace_back(text);
    });
    return texts;
}

std::string joined(std::vector<std::string> const& texts) {
    std::string out;
    for (auto const& text : texts) out.append(out.empty() ? "" : ", ").append(text);
    return out;
}

std::string analysis_text(element analysis) {
    auto text = "Analysis: " + text_at(analysis, "category") + ", complexity " +
                std::to_string(count_at(analysis, "complexity")) + "/10, confidence " +
                fraction_text(number_at(analysis, "confidence").value_or(0)) + "\n";
    if (auto const why = text_at(analysis, "reasoning"); !why.empty()) text += "  why     " + why + "\n";
    if (auto const needs = joined(texts_at(analysis, "capabilities")); !needs.empty())
        text += "  needs   " + needs + "\n";
    return text + "  tokens  about " + std::to_string(count_at(analysis, "estimatedInputTokens")) + " in, " +
           std::to_string(count_at(analysis, "estimatedOutputTokens")) + " out\n";
}

// What the plan makes of a candidate.
std::string part_of(std::string const& model, element candidate, std::string const& primary,
                    std::vector<std::string> const& fallbacks) {
    if (auto const why = text_at(candidate, "dropped"); !why.empty()) return "dropped: " + why;
    if (model == primary) return "primary";
    for (std::size_t i = 0; i < fallbacks.size(); ++i) {
        if (fallbacks[i] == model) return "fallback " + std::to_string(i + 1);
    }
    return "";
}

std::string candidates_text(element plan, Terminal const& terminal) {
    auto const primary = text_at(plan, "primaryModel");
    auto const fallbacks = texts_at(plan, "fallbackModels");
    using enum Table::Align;
    Table table{{{"MODEL"},
                 {"QUALITY", right},
                 {"COST", right},
                 {"PRICE", right},
                 {"SPEED", right},
                 {"UTILITY", right},
                 {"PART"}}};
    for_each_in(plan, "candidates", [&](element candidate) {
        auto const model = text_at(candidate, "model");
        auto const part = part_of(model, candidate, primary, fallbacks);
        if (!text_at(candidate, "dropped").empty()) return table.add({model, "", "", "", "", "", part});
        auto const term = [&](std::string_view key) { return fraction_text(number_at(candidate, key).value_or(0)); };
        table.add({model, term("quality"), dollars_text(number_at(candidate, "cost")), term("priceTerm"),
                   term("speedTerm"), term("utility"), part});
    });
    return table.text(terminal, 2);
}

std::string plan_text(element decision, element plan) {
    auto text = "Plan: " + text_at(plan, "primaryModel");
    if (auto const fallbacks = joined(texts_at(plan, "fallbackModels")); !fallbacks.empty())
        text += ", then " + fallbacks;
    text += "\n  why     " + text_at(plan, "reasoning") + "\n";
    text += "  cost    " + dollars_text(number_at(plan, "estimatedCost")) + " (estimated)\n";
    text += std::string{"  judge   "} + (truth_at(plan, "shouldValidate") ? "yes" : "no") + "\n";
    auto const route = truth_at(decision, "direct") ? "direct" : truth_at(decision, "cacheHit") ? "cached" : "fresh";
    return text + "  route   " + route + " " + text_at(plan, "cacheKey") + "\n";
}

}  // namespace

Task<ExitCode> show_route(Chain& chain, Question const& question, bool json, Terminal& terminal,
                          Cancellation& cancellation) {
    auto const answer = co_await chain.route(question, cancellation);
    if (!answer) co_return report(answer.error(), json, terminal);
    if (json) {
        terminal.out(*answer + "\n");
        co_return ExitCode::ok;
    }
    wire::JsonReader reader;
    auto const decision = reader.parse(*answer);
    auto const analysis = decision ? member(*decision, "analysis") : std::nullopt;
    auto const plan = decision ? member(*decision, "routingPlan") : std::nullopt;
    if (!analysis || !plan) {
        co_return report({Errc::provider_protocol, "the server's answer is no routing decision", "server", {}}, json,
                         terminal);
    }
    terminal.out(harmless(analysis_text(*analysis)) + "Candidates:\n" + candidates_text(*plan, terminal) +
                 harmless(plan_text(*decision, *plan)));
    co_return ExitCode::ok;
}

}  // namespace signalbox::cli
