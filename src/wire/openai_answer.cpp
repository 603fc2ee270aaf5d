#include "wire/openai_answer.hpp"

#include "wire/openai_fields.hpp"

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

std::unexpected<Error> broken(std::string_view why) {
    return fail(Errc::provider_protocol, "the provider's answer is not a chat completion: " + std::string{why});
}

// Text of a message: a string, null, or (some providers) a list of text parts.
Result<std::string> read_content(Object message) {
    Element value;
    if (message.at_key("content").get(value) != simdjson::SUCCESS || value.is_null()) return std::string{};
    if (std::string_view text; value.get(text) == simdjson::SUCCESS) return std::string{text};
    simdjson::dom::array parts;
    if (value.get(parts) != simdjson::SUCCESS) return broken("content is no text");
    std::string text;
    for (auto const part : parts) {
        std::string_view piece;
        if (part.at_key("text").get(piece) == simdjson::SUCCESS) text += piece;
    }
    return text;
}

bool calls_tools(Object message) {
    simdjson::dom::array calls;
    if (message.at_key("tool_calls").get(calls) == simdjson::SUCCESS && calls.begin() != calls.end()) return true;
    return message.at_key("function_call").is_object();
}

Result<ExecutionResult> read_choice(Object choice) {
    Object message;
    if (choice.at_key("message").get(message) != simdjson::SUCCESS) return broken("the choice has no message");
    auto content = read_content(message);
    if (!content) return std::unexpected{content.error()};
    ExecutionResult result{.content = *std::move(content)};
    if (result.content.empty()) {
        std::string_view refusal;
        if (message.at_key("refusal").get(refusal) == simdjson::SUCCESS) result.content = refusal;
    }
    result.tool_calls = calls_tools(message);
    std::string_view reason = result.tool_calls ? "tool_calls" : "stop";
    if (choice.at_key("finish_reason").get(reason) == simdjson::SUCCESS && reason == "error") {
        return fail(Errc::provider_overloaded, "the provider failed while it answered");
    }
    result.finish_reason = read_finish_reason(reason);
    return result;
}

}  // namespace

Result<ExecutionResult> read_completion(std::string_view body, JsonReader& reader) {
    auto const document = reader.parse(body);
    if (!document) return broken("it is no strict JSON");
    Object object;
    if (document->get(object) != simdjson::SUCCESS) return broken("it is no object");
    if (Element error; object.at_key("error").get(error) == simdjson::SUCCESS && !error.is_null()) {
        return std::unexpected{classify_error(200, error)};
    }
    simdjson::dom::array choices;
    if (object.at_key("choices").get(choices) != simdjson::SUCCESS) return broken("it has no choices");
    Object first;
    if (choices.at(0).get(first) != simdjson::SUCCESS) return broken("it has no choice");
    auto result = read_choice(first);
    if (!result) return result;
    if (std::string_view model; object.at_key("model").get(model) == simdjson::SUCCESS) result->model = model;
    if (Element usage; object.at_key("usage").get(usage) == simdjson::SUCCESS) {
        result->usage = read_usage(usage).value_or(Usage{});
    }
    return result;
}

}  // namespace signalbox::wire
