#include "server/decision_json.hpp"

#include "wire/iso_time.hpp"

#include <fmt/format.h>

namespace signalbox::server {

namespace {

using wire::JsonWriter;

template <class T>
void write_or_null(JsonWriter& json, std::string_view name, std::optional<T> const& value) {
    json.key(name);
    value ? json.value(*value) : json.null();
}

void write_dollars(JsonWriter& json, std::string_view name, std::optional<MicroUsd> money) {
    write_or_null(json, name, money ? std::optional{money->dollars()} : std::nullopt);
}

std::string hex(std::uint64_t value) { return fmt::format("{:016x}", value); }

double share(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

void write_question(JsonWriter& json, RoutingRecord const& record) {
    auto const& analysis = record.analysis;
    json.member("category", name(analysis.category));
    json.member("complexity", analysis.complexity);
    json.member("difficulty", analysis.difficulty);
    json.member("need", analysis.need);
    json.member("confidence", analysis.confidence);
    json.member("quality", record.quality);
    json.member("messages", record.messages);
    json.member("messageBytes", record.message_bytes);
    json.member("promptBytes", record.prompt_bytes);
    json.member("messageHash", hex(record.message));
    json.member("epoch", hex(record.epoch));
    json.member("weights", hex(record.weights));
}

void write_sums(JsonWriter& json, RecordSums const& sums) {
    json.member("runs", sums.runs);
    json.member("answered", sums.answered);
    json.member("failed", sums.failed);
    json.member("cancelled", sums.cancelled);
    json.member("cached", sums.cached);
    json.member("retryRate", share(sums.retried, sums.runs));
    json.member("promptTokens", sums.prompt_tokens);
    json.member("completionTokens", sums.completion_tokens);
    json.member("costUsd", sums.cost.dollars());
    json.member("unpriced", sums.runs - sums.priced);
    json.member("savedUsd", (sums.strongest_cost - sums.compared_cost).dollars());
    write_or_null(json, "score", sums.score);
    write_or_null(json, "feedback", sums.feedback);
    write_or_null(json, "firstTokenMs", sums.first_token_ms);
    write_or_null(json, "totalMs", sums.total_ms);
}

void write_groups(JsonWriter& json, std::string_view name, std::string_view key, RecordSums const& all,
                  std::vector<RecordSums> const& groups) {
    json.key(name);
    json.begin_array();
    for (auto const& group : groups) {
        json.begin_object();
        json.key(key);
        key == "complexity" ? json.raw(group.name) : json.value(group.name);
        json.member("share", share(group.runs, all.runs));
        write_sums(json, group);
        json.end_object();
    }
    json.end_array();
}

}  // namespace

void write(JsonWriter& json, RoutingRecord const& record) {
    json.begin_object();
    json.member("id", fmt::format("{:016x}{:016x}", record.id[0], record.id[1]));
    json.member("at", wire::iso_time(record.at));
    write_question(json, record);
    json.member("primary", record.primary);
    json.member("model", record.model);
    json.member("strategy", name(record.strategy));
    json.member("cached", record.cached);
    json.member("direct", record.direct);
    json.member("fastPath", record.fast_path);
    json.member("validated", record.validated);
    json.member("explored", record.explored > 0);
    json.key("attempts");
    json.raw(record.attempts);
    json.member("outcome", name(record.fate));
    write_or_null(json, "error", record.error.empty() ? std::nullopt : std::optional{std::string_view{record.error}});
    write_or_null(json, "score", record.score);
    write_or_null(json, "feedback", record.feedback);
    json.member("retryCount", record.retries);
    write_dollars(json, "costUsd", record.cost);
    write_or_null(json, "strongest",
                  record.strongest.empty() ? std::nullopt : std::optional{std::string_view{record.strongest}});
    write_dollars(json, "strongestCostUsd", record.strongest_cost);
    write_or_null(json, "firstTokenMs", record.first_token_ms);
    json.member("totalMs", record.total_ms);
    json.member("promptTokens", record.prompt_tokens);
    json.member("completionTokens", record.completion_tokens);
    json.member("cachedTokens", record.cached_tokens);
    write_or_null(json, "arm", record.arm ? std::optional{std::string_view{*record.arm}} : std::nullopt);
    json.end_object();
}

void write(JsonWriter& json, RecordPage const& page) {
    json.begin_object();
    json.key("decisions");
    json.begin_array();
    for (auto const& record : page.records) write(json, record);
    json.end_array();
    write_or_null(json, "nextCursor", page.next ? std::optional{std::to_string(*page.next)} : std::nullopt);
    json.end_object();
}

void write(JsonWriter& json, RecordAnalytics const& analytics) {
    auto const& all = analytics.all;
    json.begin_object();
    json.key("totals");
    json.begin_object();
    write_sums(json, all);
    json.end_object();
    json.key("averages");
    json.begin_object();
    write_or_null(json, "score", all.score);
    write_or_null(json, "feedback", all.feedback);
    write_or_null(json, "firstTokenMs", all.first_token_ms);
    write_or_null(json, "totalMs", all.total_ms);
    auto const per_run =
        all.priced == 0 ? std::nullopt : std::optional{all.cost.dollars() / static_cast<double>(all.priced)};
    write_or_null(json, "costUsd", per_run);
    json.end_object();
    write_groups(json, "byModel", "model", all, analytics.by_model);
    write_groups(json, "byCategory", "category", all, analytics.by_category);
    write_groups(json, "byComplexity", "complexity", all, analytics.by_complexity);
    json.member("retryRate", share(all.retried, all.runs));
    json.member("compared", all.compared);
    write_dollars(json, "strongestCostUsd", all.strongest_cost);
    write_dollars(json, "savedUsd", all.strongest_cost - all.compared_cost);
    json.end_object();
}

}  // namespace signalbox::server
