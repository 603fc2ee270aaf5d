#include "wire/ollama_fields.hpp"

#include "wire/openai_fields.hpp"
#include "wire/text_member.hpp"

#include <array>
#include <cstdio>

namespace signalbox::wire {

namespace {

std::string hex(std::uint64_t number) {
    std::array<char, 20> text{};
    auto const size = std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(number));
    return {text.data(), static_cast<std::size_t>(size)};
}

std::int64_t count_in(simdjson::dom::object answer, std::string_view name) {
    constexpr std::int64_t most = 1'000'000'000'000;
    std::int64_t count = 0;
    return answer.at_key(name).get(count) == simdjson::SUCCESS && count >= 0 && count <= most ? count : 0;
}

std::unexpected<Error> broken(std::string_view why) {
    return fail(Errc::provider_protocol, "a tool call of the provider is broken: " + std::string{why});
}

}  // namespace

std::string ollama_answer_id(std::uint64_t seed) { return "chatcmpl-" + hex(seed); }

std::string ollama_call_id(std::uint64_t seed, std::size_t nth) {
    return "call_" + hex(seed) + "_" + std::to_string(nth);
}

std::optional<Usage> read_ollama_usage(simdjson::dom::object answer) {
    auto const input = count_in(answer, "prompt_eval_count");
    auto const output = count_in(answer, "eval_count");
    if (input + output == 0) return std::nullopt;
    return Usage{.input = {input}, .output = {output}, .cached = {}, .reasoning = {}};
}

FinishReason read_done_reason(std::string_view text, bool tool_calls) {
    if (text == "length") return FinishReason::length;
    return tool_calls ? FinishReason::tool_calls : FinishReason::stop;
}

Result<std::vector<ToolCall>> read_ollama_calls(simdjson::dom::object message, std::uint64_t seed, std::size_t first) {
    std::vector<ToolCall> calls;
    simdjson::dom::element value;
    if (message.at_key("tool_calls").get(value) != simdjson::SUCCESS || value.is_null()) return calls;
    simdjson::dom::array list;
    if (value.get(list) != simdjson::SUCCESS) return broken("tool_calls is no list");
    for (auto const element : list) {
        simdjson::dom::object call;
        simdjson::dom::object function;
        if (element.get(call) != simdjson::SUCCESS || call.at_key("function").get(function) != simdjson::SUCCESS) {
            return broken("it has no function");
        }
        ToolCall made{.id = std::string{text_member(call, "id")},
                      .name = std::string{text_member(function, "name")},
                      .arguments = "{}"};
        if (made.name.empty()) return broken("its function has no name");
        if (made.id.empty()) made.id = ollama_call_id(seed, first + calls.size());
        simdjson::dom::element arguments;
        if (function.at_key("arguments").get(arguments) == simdjson::SUCCESS && !arguments.is_null()) {
            if (!arguments.is_object()) return broken("its arguments are no object");
            made.arguments = simdjson::minify(arguments);
        }
        calls.push_back(std::move(made));
    }
    return calls;
}

std::optional<Error> read_ollama_error(simdjson::dom::object answer) {
    simdjson::dom::element error;
    if (answer.at_key("error").get(error) != simdjson::SUCCESS || error.is_null()) return std::nullopt;
    return classify_error(200, error);
}

}  // namespace signalbox::wire
