#include "wire/api_json.hpp"

#include <cmath>

namespace signalbox::wire {

namespace {

double ms(Duration duration) {
    return std::round(std::chrono::duration<double, std::milli>(duration).count() * 1000) / 1000;
}

double rounded(double number) { return std::round(number * 10'000) / 10'000; }

void write_dollars(JsonWriter& json, std::string_view key, std::optional<MicroUsd> const& money) {
    json.key(key);
    if (money) {
        json.value(money->dollars());
    } else {
        json.null();
    }
}

void write_names(JsonWriter& json, std::string_view key, auto const& names) {
    json.key(key);
    json.begin_array();
    for (auto const& name : names) json.value(std::string_view{name});
    json.end_array();
}

// Nobody judged: then no number would be true.
void write_scores(JsonWriter& json, ValidationResult const& validation) {
    json.key("score");
    if (validation.verdict == Verdict::unknown) {
        json.null();
    } else {
        json.value(rounded(validation.score));
    }
    if (validation.accuracy) json.member("accuracy", rounded(*validation.accuracy));
    if (validation.completeness) json.member("completeness", rounded(*validation.completeness));
}

void write_error(JsonWriter& json, Error const& error, std::optional<int> attempts) {
    json.begin_object();
    json.member("code", name(error.code));
    json.member("message", error.detail);
    if (!error.param.empty()) json.member("param", error.param);
    if (attempts) json.member("attempts", *attempts);
    json.end_object();
}

}  // namespace

void write(JsonWriter& json, Usage const& usage) {
    json.begin_object();
    json.member("input", usage.input.count);
    json.member("output", usage.output.count);
    json.member("cached", usage.cached.count);
    json.member("reasoning", usage.reasoning.count);
    json.member("estimated", usage.estimated);
    json.end_object();
}

void write(JsonWriter& json, AnalysisResult const& analysis) {
    json.begin_object();
    json.member("complexity", analysis.complexity);
    json.member("category", name(analysis.category));
    json.key("capabilities");
    json.begin_array();
    for (std::size_t i = 0; i < capability_names.size(); ++i) {
        if (analysis.capabilities.has(static_cast<Capability>(i))) json.value(capability_names[i]);
    }
    json.end_array();
    json.member("estimatedInputTokens", analysis.input_tokens.count);
    json.member("estimatedOutputTokens", analysis.output_tokens.count);
    json.member("difficulty", rounded(analysis.difficulty));
    json.member("need", rounded(analysis.need));
    json.member("confidence", rounded(analysis.confidence));
    json.member("reasoning", reasoning(analysis));
    json.member("inherited", analysis.inherited);
    if (analysis.reviewed) json.member("reviewed", true);
    json.end_object();
}

void write(JsonWriter& json, Candidate const& candidate) {
    json.begin_object();
    json.member("model", candidate.model);
    if (!candidate.dropped.empty()) json.member("dropped", candidate.dropped);
    json.member("quality", rounded(candidate.quality));
    write_dollars(json, "cost", candidate.cost);
    json.member("priceTerm", rounded(candidate.price_term));
    json.member("speedTerm", rounded(candidate.speed_term));
    json.member("utility", rounded(candidate.utility));
    json.end_object();
}

void write(JsonWriter& json, RoutingPlan const& plan) {
    json.begin_object();
    json.member("model", plan.primary);
    json.member("primaryModel", plan.primary);
    write_names(json, "fallbackModels", plan.fallbacks);
    json.member("strategy", name(plan.strategy));
    if (!plan.team.empty()) write_names(json, "team", plan.team);
    if (!plan.strategy_reason.empty()) json.member("strategyReason", plan.strategy_reason);
    if (!plan.analysis_reason.empty()) json.member("analysisReason", plan.analysis_reason);
    write_dollars(json, "estimatedCost", plan.estimated_cost);
    json.member("shouldValidate", plan.should_validate);
    json.member("fastPath", plan.fast_path);
    if (plan.explored > 0) json.member("explored", true);
    json.member("degraded", plan.degraded);
    json.member("reasoning", plan.reasoning);
    json.key("candidates");
    json.begin_array();
    for (auto const& candidate : plan.candidates) write(json, candidate);
    json.end_array();
    json.member("cacheKey", plan.cache_key);
    json.member("epoch", std::to_string(plan.epoch));  // 64 bits do not fit a JavaScript number
    json.end_object();
}

void write(JsonWriter& json, ValidationResult const& validation) {
    json.begin_object();
    json.member("verdict", name(validation.verdict));
    json.member("isValid", validation.is_valid());
    write_scores(json, validation);
    json.member("shouldRetry", validation.should_retry);
    if (!validation.suggested_model.empty()) json.member("suggestedModel", validation.suggested_model);
    write_names(json, "issues", validation.issues);
    json.member("reasoning", validation.reasoning);
    if (!validation.judge.empty()) {
        json.member("judge", validation.judge);
        write_dollars(json, "judgeCost", validation.judge_cost);
    }
    json.end_object();
}

void write(JsonWriter& json, ExecutionResult const& execution) {
    json.begin_object();
    json.member("model", execution.model);
    json.key("usage");
    write(json, execution.usage);
    write_dollars(json, "cost", execution.cost);
    json.member("latencyMs", ms(execution.latency));
    json.member("firstTokenMs", ms(execution.first_token));
    json.member("finishReason", name(execution.finish_reason));
    json.end_object();
}

void write(JsonWriter& json, AttemptRecord const& attempt) {
    json.begin_object();
    json.member("attempt", attempt.nth);
    json.member("kind", name(attempt.kind));
    json.member("model", attempt.model);
    if (attempt.error) {
        json.key("error");
        write_error(json, *attempt.error, std::nullopt);
    }
    if (attempt.validation) {
        json.key("validation");
        write(json, *attempt.validation);
    }
    json.key("usage");
    write(json, attempt.usage);
    write_dollars(json, "cost", attempt.cost);
    json.member("latencyMs", ms(attempt.latency));
    if (attempt.stopped) {
        json.member("stopped", true);
        json.member("savedTokens", attempt.saved.count);
    }
    if (attempt.lost) json.member("lost", true);
    json.end_object();
}

namespace {

// One line of the ledger: attempts and the calls beside them have the same.
void write_entry(JsonWriter& json, auto const& call, int attempt) {
    json.begin_object();
    json.member("kind", name(call.kind));
    json.member("model", call.model);
    if (attempt >= 0) json.member("attempt", attempt);
    json.key("usage");
    write(json, call.usage);
    write_dollars(json, "cost", call.cost);
    json.member("latencyMs", ms(call.latency));
    json.end_object();
}

void write_ledger(JsonWriter& json, ChainResult const& result) {
    json.begin_array();
    for (auto const& attempt : result.attempts) write_entry(json, attempt, attempt.nth);
    for (auto const& call : result.side_calls) write_entry(json, call, call.attempt);
    json.end_array();
}

void write_ensemble(JsonWriter& json, EnsembleResult const& ensemble) {
    json.begin_object();
    json.member("mode", name(ensemble.mode));
    json.member("asked", ensemble.asked);
    json.member("answered", ensemble.answered);
    if (ensemble.mode == EnsembleMode::vote) json.member("agreed", ensemble.agreed);
    json.member("combined", ensemble.combined);
    if (!ensemble.reason.empty()) json.member("reason", ensemble.reason);
    json.end_object();
}

}  // namespace

void write(JsonWriter& json, ChainResult const& result) {
    json.begin_object();
    json.member("requestId", result.request_id);
    json.member("response", result.response);
    json.member("model", result.model);
    write_dollars(json, "totalCost", result.cost);
    json.key("totalTokens");
    write(json, result.usage);
    json.member("latencyMs", ms(result.latency));
    json.member("firstTokenMs", ms(result.first_token));
    json.member("retryCount", result.retry_count);
    json.member("validated", result.validated);
    json.member("cacheHit", result.cache_hit);
    json.member("direct", result.direct);
    json.key("analysis");
    write(json, result.analysis);
    if (result.plan) {
        json.key("routingPlan");
        write(json, *result.plan);
    }
    json.key("execution");
    write(json, result.execution);
    if (result.validation) {
        json.key("validation");
        write(json, *result.validation);
    }
    json.key("attempts");
    json.begin_array();
    for (auto const& attempt : result.attempts) write(json, attempt);
    json.end_array();
    json.key("ledger");
    write_ledger(json, result);
    if (result.ensemble) {
        json.key("ensemble");
        write_ensemble(json, *result.ensemble);
    }
    json.end_object();
}

namespace {

void write_metadata(JsonWriter& json, StreamEvent const& event) {
    json.begin_object();
    auto const part = [&json](std::string_view key, auto const* held) {
        if (held == nullptr) return;
        json.key(key);
        write(json, *held);
    };
    part("analysis", event.analysis);
    part("routingPlan", event.plan);
    if (!event.model.empty()) json.member("model", event.model);
    if (event.attempt) json.member("attempt", *event.attempt);
    if (event.retry_count) json.member("retryCount", *event.retry_count);
    if (event.cache_hit) json.member("cacheHit", true);
    part("usage", event.usage);
    part("validation", event.validation);
    if (event.terminal()) json.member("finished", true);
    if (!event.content.empty() || event.type == StreamEventType::complete) json.member("content", event.content);
    part("result", event.result);
    if (event.error != nullptr) {
        json.key("error");
        write_error(json, *event.error, event.terminal() ? std::optional{event.attempts} : std::nullopt);
    }
    json.end_object();
}

}  // namespace

void write(JsonWriter& json, StreamEvent const& event) {
    json.begin_object();
    json.member("type", name(event.type));
    json.member("stage", event.stage);
    json.member("message", event.message);
    json.member("progress", event.progress);
    json.key("metadata");
    write_metadata(json, event);
    json.end_object();
}

}  // namespace signalbox::wire
