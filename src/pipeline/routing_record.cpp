#include "pipeline/routing_record.hpp"

#include "pipeline/run_end.hpp"
#include "pipeline/strongest.hpp"
#include "wire/api_json.hpp"

#include <chrono>

namespace signalbox {

namespace {

double milliseconds_of(Duration duration) { return std::chrono::duration<double, std::milli>(duration).count(); }

std::string_view outcome_of(RunEnd::Attempt const& attempt) {
    if (attempt.lost) return "lost";
    if (attempt.error) return name(*attempt.error);
    if (attempt.stopped) return "stopped";
    return attempt.rejected ? "rejected" : "answered";
}

std::string attempts_json(std::vector<RunEnd::Attempt> const& attempts) {
    std::string text;
    wire::JsonWriter json{text};
    json.begin_array();
    for (auto const& attempt : attempts) {
        json.begin_object();
        json.member("model", attempt.model);
        json.member("kind", name(attempt.kind));
        json.member("outcome", outcome_of(attempt));
        json.key("score");
        attempt.score ? json.value(*attempt.score) : json.null();
        json.key("costUsd");
        attempt.cost ? json.value(attempt.cost->dollars()) : json.null();
        json.member("latencyMs", milliseconds_of(attempt.latency));
        json.member("promptTokens", attempt.usage.input.count);
        json.member("completionTokens", attempt.usage.output.count);
        json.end_object();
    }
    json.end_array();
    return text;
}

std::string candidates_json(std::vector<Candidate> const& candidates) {
    std::string text;
    wire::JsonWriter json{text};
    json.begin_array();
    for (auto const& candidate : candidates) wire::write(json, candidate);
    json.end_array();
    return text;
}

// The best of those that could have served, and what it would have taken for the answer that was given.
void note_strongest(RoutingRecord& record, RunEnd const& end) {
    auto const* const best = strongest_of(*end.plan);
    if (best == nullptr) return;
    record.strongest = best->model;
    if (!end.error) record.strongest_cost = cost_of_strongest(*end.plan, end.snapshot->registry, end.answer);
}

RunFate fate_of(RunEnd const& end) {
    if (!end.error) return RunFate::answered;
    bool const cancelled = *end.error == Errc::cancelled || *end.error == Errc::draining;
    return cancelled ? RunFate::cancelled : RunFate::failed;
}

}  // namespace

RoutingRecord record_of(RunEnd const& end, std::int64_t at) {
    auto const& plan = *end.plan;
    RoutingRecord record{.id = end.id,
                         .at = at,
                         .party = end.party,
                         .message = end.message,
                         .message_bytes = end.message_bytes,
                         .prompt_bytes = end.prompt_bytes,
                         .messages = end.messages,
                         .analysis = end.analysis,
                         .quality = end.quality,
                         .needs_tools = end.needs_tools,
                         .needs_json = end.needs_json,
                         .needs_vision = end.needs_vision,
                         .epoch = end.snapshot->epoch,
                         .weights = end.snapshot->analyzer ? end.snapshot->analyzer->version() : 0,
                         .primary = plan.primary,
                         .model = end.model,
                         .strategy = plan.strategy,
                         .cached = end.cache_hit,
                         .direct = end.direct,
                         .fast_path = plan.fast_path,
                         .validated = end.validated,
                         .explored = plan.explored,
                         .fate = fate_of(end),
                         .score = end.score,
                         .retries = end.retries,
                         .cost = end.cost,
                         .prompt_tokens = end.usage.input.count,
                         .completion_tokens = end.usage.output.count,
                         .cached_tokens = end.usage.cached.count,
                         .total_ms = milliseconds_of(end.latency),
                         .attempts = attempts_json(end.attempts),
                         .candidates = candidates_json(plan.candidates)};
    if (end.error) record.error = name(*end.error);
    if (record.model.empty()) record.model = end.attempts.empty() ? plan.primary : end.attempts.back().model;
    if (end.first_token) record.first_token_ms = milliseconds_of(*end.first_token);
    if (!end.direct) note_strongest(record, end);
    return record;
}

}  // namespace signalbox
