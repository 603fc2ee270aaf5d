#include "wire/completion_parts.hpp"

namespace signalbox::wire {

using Object = simdjson::dom::object;

Result<std::optional<Object>> completion_message(std::string_view completion, JsonReader& reader) {
    if (completion.empty()) return std::nullopt;
    auto const document = reader.parse(completion);
    Object message;
    if (!document || document->at_key("choices").at(0).at_key("message").get(message) != simdjson::SUCCESS) {
        return fail(Errc::provider_protocol, "the provider's answer is not a chat completion");
    }
    return message;
}

Result<CompletionCall> read_completion_call(simdjson::dom::element call) {
    CompletionCall read;
    auto const function = call.at_key("function");
    bool const whole = call.at_key("id").get(read.id) == simdjson::SUCCESS &&
                       function.at_key("name").get(read.name) == simdjson::SUCCESS &&
                       function.at_key("arguments").get(read.arguments) == simdjson::SUCCESS;
    if (!whole) return fail(Errc::provider_protocol, "a tool call of the answer is incomplete");
    return read;
}

}  // namespace signalbox::wire
