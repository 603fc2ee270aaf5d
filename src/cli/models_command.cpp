#include "cli/commands.hpp"
#include "cli/figures.hpp"
#include "cli/json_fields.hpp"
#include "cli/table.hpp"
#include "wire/json_document.hpp"

namespace signalbox::cli {

namespace {

using simdjson::dom::element;

// The value of a fact {"value", "origin"}; nothing when it is unknown.
std::optional<element> fact(element model, std::string_view key) {
    auto const found = member(model, key);
    return found ? member(*found, "value") : std::nullopt;
}

std::string tier_text(element model) {
    auto const found = member(model, "tier");
    auto const tier = found ? text_at(*found, "value") : std::string{};
    return tier.empty() ? "?" : tier;
}

// "?" for what is unknown.
template <class Show>
std::string number_fact(element model, std::string_view key, Show show) {
    auto const found = member(model, key);
    auto const number = found ? number_at(*found, "value") : std::nullopt;
    return number ? show(*number) : "?";
}

std::string price_text(element model, std::string_view side) {
    auto const price = fact(model, "price");
    auto const dollars = price ? number_at(*price, side) : std::nullopt;
    return dollars ? dollars_text(*dollars) : "?";
}

std::string abilities_text(element model) {
    std::string text;
    for (auto const& [key, title] :
         {std::pair{"tools", "tools"}, std::pair{"jsonMode", "json"}, std::pair{"vision", "vision"}}) {
        auto const found = member(model, key);
        if (found && truth_at(*found, "value")) text.append(text.empty() ? "" : ",").append(title);
    }
    return text;
}

std::string aliases_text(element model) {
    std::string text;
    for_each_in(model, "aliases", [&](element alias) {
        std::string_view name;
        if (alias.get(name) == simdjson::SUCCESS) text.append(text.empty() ? "" : ", ").append(name);
    });
    return text;
}

}  // namespace

Task<ExitCode> show_models(Chain& chain, bool json, Terminal& terminal, Cancellation& cancellation) {
    auto const answer = co_await chain.models(cancellation);
    if (!answer) co_return report(answer.error(), json, terminal);
    if (json) {
        terminal.out(*answer + "\n");
        co_return ExitCode::ok;
    }
    wire::JsonReader reader;
    auto const document = reader.parse(*answer);
    if (!document)
        co_return report({Errc::provider_protocol, "the server's answer is no model list", "server", {}}, json,
                         terminal);

    using enum Table::Align;
    Table table{{{"MODEL"},
                 {"PROVIDER"},
                 {"TIER"},
                 {"QUALITY", right},
                 {"IN $/M", right},
                 {"OUT $/M", right},
                 {"WINDOW", right},
                 {"CAN"},
                 {"ALIASES"}}};
    for_each_in(*document, "models", [&](element model) {
        table.add({text_at(model, "id"), text_at(model, "provider"), tier_text(model),
                   number_fact(model, "quality", fraction_text), price_text(model, "input"),
                   price_text(model, "output"),
                   number_fact(model, "contextWindow",
                               [](double tokens) { return count_text(static_cast<std::int64_t>(tokens)); }),
                   abilities_text(model), aliases_text(model)});
    });
    terminal.out(table.text(terminal));
    co_return ExitCode::ok;
}

}  // namespace signalbox::cli
