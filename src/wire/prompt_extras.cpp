#include "wire/prompt_extras.hpp"

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Array = simdjson::dom::array;

std::size_t json_bytes(Element object, std::string_view name) {
    Element value;
    if (object.at_key(name).get(value) != simdjson::SUCCESS || value.is_null()) return 0;
    return simdjson::minify(value).size();
}

std::size_t attachments(Element message) {
    std::size_t found = 0;
    Array parts;
    if (message.at_key("content").get(parts) != simdjson::SUCCESS) return 0;
    for (auto const part : parts) {
        std::string_view type;
        if (part.at_key("type").get(type) == simdjson::SUCCESS && type != "text" && type != "refusal") ++found;
    }
    return found;
}

}  // namespace

PromptExtras prompt_extras(std::string_view chat, JsonReader& reader) {
    PromptExtras extras;
    auto const request = reader.parse(chat);
    if (!request) return extras;
    extras.json_bytes = json_bytes(*request, "tools") + json_bytes(*request, "functions");
    Array messages;
    if (request->at_key("messages").get(messages) != simdjson::SUCCESS) return extras;
    for (auto const message : messages) {
        extras.json_bytes += json_bytes(message, "tool_calls");
        extras.attachments += attachments(message);
    }
    return extras;
}

}  // namespace signalbox::wire
