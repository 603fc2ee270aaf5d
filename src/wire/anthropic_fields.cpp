#include "wire/anthropic_fields.hpp"

#include <algorithm>

namespace signalbox::wire {

namespace {

std::optional<std::int64_t> count_in(simdjson::dom::object object, std::string_view name) {
    constexpr std::int64_t most = 1'000'000'000'000;
    std::int64_t count = 0;
    if (object.at_key(name).get(count) != simdjson::SUCCESS || count < 0 || count > most) return std::nullopt;
    return count;
}

}  // namespace

void MessageUsage::take(simdjson::dom::element usage) {
    simdjson::dom::object object;
    if (usage.get(object) != simdjson::SUCCESS) return;
    if (auto const told = count_in(object, "input_tokens")) input = told;
    if (auto const told = count_in(object, "output_tokens")) output = told;
    cache_read = count_in(object, "cache_read_input_tokens").value_or(cache_read);
    cache_written = count_in(object, "cache_creation_input_tokens").value_or(cache_written);
}

std::optional<Usage> MessageUsage::usage() const {
    auto const all = input.value_or(0) + cache_read + cache_written;
    if (all + output.value_or(0) == 0) return std::nullopt;
    return Usage{.input = {all}, .output = {output.value_or(0)}, .cached = {cache_read}, .reasoning = {}};
}

FinishReason read_stop_reason(std::string_view text) {
    if (text == "max_tokens" || text == "model_context_window_exceeded") return FinishReason::length;
    if (text == "tool_use") return FinishReason::tool_calls;
    if (text == "refusal") return FinishReason::content_filter;
    return FinishReason::stop;
}

std::string_view stop_reason_of(FinishReason reason) {
    switch (reason) {
        case FinishReason::length:
            return "max_tokens";
        case FinishReason::tool_calls:
            return "tool_use";
        case FinishReason::content_filter:
            return "refusal";
        case FinishReason::stop:
            break;
    }
    return "end_turn";
}

FinishReason settled_reason(ExecutionResult const& execution) {
    bool const unsaid = execution.tool_calls && execution.finish_reason == FinishReason::stop;
    return unsaid ? FinishReason::tool_calls : execution.finish_reason;
}

void write_message_usage(JsonWriter& json, Usage const& usage) {
    json.key("usage");
    json.begin_object();
    json.member("input_tokens", std::max<std::int64_t>(0, usage.input.count - usage.cached.count));
    json.member("cache_creation_input_tokens", 0);
    json.member("cache_read_input_tokens", usage.cached.count);
    json.member("output_tokens", usage.output.count);
    json.end_object();
}

}  // namespace signalbox::wire
