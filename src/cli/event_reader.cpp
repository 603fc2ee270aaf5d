#include "cli/event_reader.hpp"

#include "cli/json_fields.hpp"
#include "cli/ledger_reader.hpp"

namespace signalbox::cli {

namespace {

using simdjson::dom::element;

AskSummary summary_of(element result) {
    AskSummary summary{.message = {},
                       .response = text_at(result, "response"),
                       .model = text_at(result, "model"),
                       .cost = number_at(result, "totalCost"),
                       .latency_ms = number_at(result, "latencyMs").value_or(0),
                       .first_token_ms = number_at(result, "firstTokenMs").value_or(0),
                       .retries = static_cast<int>(count_at(result, "retryCount")),
                       .cached = truth_at(result, "cacheHit"),
                       .direct = truth_at(result, "direct"),
                       .verdict = {},
                       .category = {},
                       .analysis_reasoning = {},
                       .plan_reasoning = {},
                       .calls = read_ledger(result)};
    if (auto const usage = member(result, "totalTokens")) {
        summary.input_tokens = count_at(*usage, "input");
        summary.output_tokens = count_at(*usage, "output");
    }
    if (auto const validation = member(result, "validation")) {
        summary.verdict = text_at(*validation, "verdict");
        summary.judged = member(*validation, "judge").has_value();
        summary.score = number_at(*validation, "score").value_or(0);
    }
    if (auto const analysis = member(result, "analysis")) {
        summary.complexity = static_cast<int>(count_at(*analysis, "complexity"));
        summary.category = text_at(*analysis, "category");
        summary.analysis_reasoning = text_at(*analysis, "reasoning");
    }
    if (auto const plan = member(result, "routingPlan")) summary.plan_reasoning = text_at(*plan, "reasoning");
    return summary;
}

Error error_of(element error) {
    auto const code = text_at(error, "code");
    Error out{Errc::internal, text_at(error, "message"), {}, {}};
    for (int i = 0; i < errc_count; ++i) {
        if (name(static_cast<Errc>(i)) == code) out.code = static_cast<Errc>(i);
    }
    return out;
}

AskStep step_of(element event, std::optional<element> metadata) {
    AskStep step{.type = text_at(event, "type"),
                 .stage = text_at(event, "stage"),
                 .message = text_at(event, "message"),
                 .progress = number_at(event, "progress").value_or(0),
                 .model = {},
                 .attempt = {},
                 .content = {}};
    if (!metadata) return step;
    step.model = text_at(*metadata, "model");
    step.content = text_at(*metadata, "content");
    if (auto const attempt = number_at(*metadata, "attempt")) step.attempt = static_cast<int>(*attempt);
    return step;
}

}  // namespace

void EventReader::read(std::string_view stream_event) {
    if (ended_) return;
    auto const event = reader_.parse(stream_event);
    if (!event)
        return fail_with({Errc::provider_protocol, "the server sent an event that is no JSON", "server", {}}, 0);

    auto const metadata = member(*event, "metadata");
    auto const type = text_at(*event, "type");
    auto const result = metadata ? member(*metadata, "result") : std::nullopt;
    auto const error = metadata ? member(*metadata, "error") : std::nullopt;
    if (type == "complete" && result) {
        ended_ = true;
        auto summary = summary_of(*result);
        summary.message = text_at(*event, "message");
        return view_.finished(summary);
    }
    if (type == "error" && error) return fail_with(error_of(*error), static_cast<int>(count_at(*error, "attempts")));
    if (type == "complete" || type == "error") {
        return fail_with({Errc::provider_protocol, "the server's last event lacks its result", "server", {}}, 0);
    }
    view_.step(step_of(*event, metadata));
}

void EventReader::fail_with(Error error, int attempts) {
    ended_ = true;
    error_ = std::move(error);
    view_.failed(*error_, attempts);
}

Result<AskSummary> read_chain_result(std::string_view json) {
    wire::JsonReader reader;
    auto const document = reader.parse(json);
    if (!document) return fail(Errc::provider_protocol, "not a result: " + document.error().detail, "server");
    return summary_of(*document);
}

}  // namespace signalbox::cli
