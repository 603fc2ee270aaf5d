#include "cli/ledger_table.hpp"

#include "cli/figures.hpp"
#include "cli/table.hpp"

namespace signalbox::cli {

namespace {

std::vector<std::string> cells(AskCall const& call) {
    return {call.attempt ? std::to_string(*call.attempt) : "",
            call.kind,
            call.model,
            std::to_string(call.input_tokens),
            std::to_string(call.output_tokens),
            std::to_string(call.cached_tokens),
            std::to_string(call.reasoning_tokens),
            call.estimated ? "estimated" : "reported",
            dollars_text(call.cost),
            time_text(call.latency_ms),
            call.outcome};
}

AskCall sum_of(AskSummary const& summary) {
    AskCall sum{.attempt = {},
                .kind = "total",
                .model = std::to_string(summary.calls.size()) + (summary.calls.size() == 1 ? " call" : " calls"),
                .outcome = {},
                .cost = summary.cost,
                .latency_ms = summary.latency_ms};
    for (auto const& call : summary.calls) {
        sum.input_tokens += call.input_tokens;
        sum.output_tokens += call.output_tokens;
        sum.cached_tokens += call.cached_tokens;
        sum.reasoning_tokens += call.reasoning_tokens;
        sum.estimated = sum.estimated || call.estimated;
    }
    return sum;
}

}  // namespace

std::string ledger_text(AskSummary const& summary, Terminal const& terminal) {
    if (summary.calls.empty()) return {};
    using enum Table::Align;
    Table table{{{"ATTEMPT", right},
                 {"CALL"},
                 {"MODEL"},
                 {"IN", right},
                 {"OUT", right},
                 {"CACHED", right},
                 {"REASONING", right},
                 {"TOKENS"},
                 {"COST", right},
                 {"TIME", right},
                 {"OUTCOME"}}};
    for (auto const& call : summary.calls) table.add(cells(call));
    table.add(cells(sum_of(summary)));
    return table.text(terminal);
}

}  // namespace signalbox::cli
