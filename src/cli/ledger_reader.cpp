#include "cli/ledger_reader.hpp"

#include "cli/figures.hpp"
#include "cli/json_fields.hpp"

namespace signalbox::cli {

namespace {

using simdjson::dom::element;

std::string score_of(element validation) { return score_text(number_at(validation, "score").value_or(0)) + "/10"; }

// Of an attempt at the answer.
std::string attempt_outcome(element attempt) {
    if (truth_at(attempt, "lost")) return "lost";
    if (auto const error = member(attempt, "error")) return text_at(*error, "code");
    auto const validation = member(attempt, "validation");
    if (!validation || text_at(*validation, "verdict") != "invalid") return "accepted";
    std::string outcome = truth_at(attempt, "stopped") ? "stopped, " : "";
    outcome += "poor (" + score_of(*validation) + ")";
    for_each_in(*validation, "issues", [&, first = true](element issue) mutable {
        std::string_view text;
        if (issue.get(text) != simdjson::SUCCESS) return;
        outcome.append(first ? ": " : "; ").append(text);
        first = false;
    });
    return outcome;
}

// Of a judge that looked at one attempt.
std::string judge_outcome(element attempt, std::string_view judge) {
    auto const validation = member(attempt, "validation");
    if (!validation || text_at(*validation, "judge") != judge) return "no verdict";
    return "score " + score_of(*validation);
}

std::optional<element> find_attempt(element result, std::int64_t nth) {
    std::optional<element> found;
    for_each_in(result, "attempts", [&](element attempt) {
        if (!found && count_at(attempt, "attempt") == nth) found = attempt;
    });
    return found;
}

bool is_side_call(std::string_view kind) { return kind == "judge" || kind == "analyzer"; }

AskCall read_call(element result, element entry) {
    AskCall call{.attempt = {},
                 .kind = text_at(entry, "kind"),
                 .model = text_at(entry, "model"),
                 .outcome = {},
                 .cost = number_at(entry, "cost"),
                 .latency_ms = number_at(entry, "latencyMs").value_or(0)};
    if (auto const usage = member(entry, "usage")) {
        call.input_tokens = count_at(*usage, "input");
        call.output_tokens = count_at(*usage, "output");
        call.cached_tokens = count_at(*usage, "cached");
        call.reasoning_tokens = count_at(*usage, "reasoning");
        call.estimated = truth_at(*usage, "estimated");
    }
    if (!number_at(entry, "attempt")) return call;
    call.attempt = static_cast<int>(count_at(entry, "attempt"));
    auto const attempt = find_attempt(result, *call.attempt);
    if (!attempt) return call;
    if (!is_side_call(call.kind)) call.outcome = attempt_outcome(*attempt);
    if (call.kind == "judge") call.outcome = judge_outcome(*attempt, call.model);
    return call;
}

}  // namespace

std::vector<AskCall> read_ledger(element result) {
    std::vector<AskCall> calls;
    for_each_in(result, "ledger", [&](element entry) { calls.push_back(read_call(result, entry)); });
    return calls;
}

}  // namespace signalbox::cli
