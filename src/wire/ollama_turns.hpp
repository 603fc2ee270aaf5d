#pragma once

#include "core/error.hpp"
#include "wire/json_document.hpp"
#include "wire/json_field.hpp"
#include "wire/json_writer.hpp"

#include <string>
#include <string_view>
#include <unordered_map>

namespace signalbox::wire {

// Writes messages of OpenAI's shape as Ollama's, one by one, into a list that is open.
// Errors: invalid_value naming what has no counterpart.
class OllamaTurns {
public:
    explicit OllamaTurns(JsonWriter& json) : json_{json} {}

    // REQUIRES: read_chat_messages() took the message.
    [[nodiscard]] Result<void> read(simdjson::dom::element message, Place const& place);

private:
    using Object = simdjson::dom::object;
    [[nodiscard]] Result<void> content(Object message, Place const& place);
    [[nodiscard]] Result<void> tool_calls(Object message, Place const& place);
    [[nodiscard]] Result<void> tool_call(simdjson::dom::element value, Place const& place);
    [[nodiscard]] Result<void> tool_name(Object message, Place const& place);

    JsonWriter& json_;
    JsonReader arguments_;                                // of tool calls: a document inside of a string
    std::unordered_map<std::string, std::string> tools_;  // names by id of the call
};

}  // namespace signalbox::wire
