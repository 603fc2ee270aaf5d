#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace fake {

// Whose shape a request has.
enum class Api { openai, anthropic, ollama };

// What the provider needs to know of a chat request.
struct ChatRequest {
    Api api = Api::openai;
    bool readable = false;  // the body is a JSON object
    std::string model;
    std::string prompt;        // text of the last user message
    std::string conversation;  // text of all messages, one after the other
    std::size_t prompt_tokens = 0;
    bool stream = false;
    bool include_usage = false;
    bool tools = false;
    bool json_mode = false;  // response_format asks for JSON
};

[[nodiscard]] ChatRequest read_chat(std::string_view body, Api api = Api::openai);

}  // namespace fake
