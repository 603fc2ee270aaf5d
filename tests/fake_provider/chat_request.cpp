#include "chat_request.hpp"

#include <simdjson.h>

#include <algorithm>

namespace fake {
namespace {

using simdjson::dom::element;

// Content is a string, or parts of which those of type text count.
std::string text_of(element const& message) {
    std::string_view whole;
    if (message["content"].get_string().get(whole) == simdjson::SUCCESS) return std::string{whole};
    std::string text;
    simdjson::dom::array parts;
    if (message["content"].get_array().get(parts) != simdjson::SUCCESS) return text;
    for (auto const part : parts) {
        std::string_view piece;
        if (part["text"].get_string().get(piece) == simdjson::SUCCESS) text.append(piece);
    }
    return text;
}

void read_messages(element const& root, ChatRequest& request) {
    simdjson::dom::array messages;
    if (root["messages"].get_array().get(messages) != simdjson::SUCCESS) return;
    for (auto const message : messages) {
        auto const text = text_of(message);
        std::string_view role;
        if (message["role"].get_string().get(role) == simdjson::SUCCESS && role == "user") request.prompt = text;
        request.conversation.append(text).push_back('\n');
    }
}

bool flag(simdjson::simdjson_result<element> const& value) {
    bool on = false;
    return value.get_bool().get(on) == simdjson::SUCCESS && on;
}

}  // namespace

ChatRequest read_chat(std::string_view body, Api api) {
    ChatRequest request{.api = api};
    simdjson::dom::parser parser;
    element root;
    if (parser.parse(body.data(), body.size()).get(root) != simdjson::SUCCESS || !root.is_object()) return request;

    request.readable = true;
    std::string_view model;
    if (root["model"].get_string().get(model) == simdjson::SUCCESS) request.model = model;
    // Ollama streams unless told otherwise.
    request.stream = flag(root["stream"]) || (api == Api::ollama && root["stream"].error() != simdjson::SUCCESS);
    request.include_usage = flag(root["stream_options"]["include_usage"]);
    request.tools = root["tools"].is_array();
    std::string_view format;
    if (root["response_format"]["type"].get_string().get(format) == simdjson::SUCCESS)
        request.json_mode = format.starts_with("json");
    if (root["format"].error() == simdjson::SUCCESS) request.json_mode = true;
    read_messages(root, request);
    // A word is about a token; what matters is that the figures are always the same.
    request.prompt_tokens = 1 + static_cast<std::size_t>(std::ranges::count(request.conversation, ' '));
    return request;
}

}  // namespace fake
