#include "wire/openai_fields.hpp"

#include <cmath>

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

// A count that is missing is 0; nullopt when it is there and cannot be one.
std::optional<Tokens> count_in(Object object, std::string_view name) {
    constexpr double most = 1e12;
    Element value;
    if (object.at_key(name).get(value) != simdjson::SUCCESS || value.is_null()) return Tokens{};
    double number = 0;
    if (value.get(number) != simdjson::SUCCESS || !(number >= 0 && number <= most)) return std::nullopt;
    return Tokens{std::llround(number)};
}

Tokens detail_in(Object usage, std::string_view group, std::string_view name) {
    Object details;
    if (usage.at_key(group).get(details) != simdjson::SUCCESS) return {};
    return count_in(details, name).value_or(Tokens{});
}

}  // namespace

std::optional<Usage> read_usage(Element value) {
    Object object;
    if (value.get(object) != simdjson::SUCCESS) return std::nullopt;
    auto const input = count_in(object, "prompt_tokens");
    auto const output = count_in(object, "completion_tokens");
    if (!input || !output || input->count + output->count == 0) return std::nullopt;
    Usage usage{.input = *input, .output = *output};
    usage.cached = detail_in(object, "prompt_tokens_details", "cached_tokens");
    if (usage.cached.count == 0) usage.cached = count_in(object, "prompt_cache_hit_tokens").value_or(Tokens{});
    usage.reasoning = detail_in(object, "completion_tokens_details", "reasoning_tokens");
    return usage;
}

FinishReason read_finish_reason(std::string_view text) {
    if (text == "function_call") return FinishReason::tool_calls;
    if (text == "max_tokens") return FinishReason::length;
    return from_name<FinishReason>(text).value_or(FinishReason::stop);
}

}  // namespace signalbox::wire
