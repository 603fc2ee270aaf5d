#pragma once

#include "core/chain_context.hpp"
#include "core/error.hpp"
#include "wire/json_document.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::wire {

// What a request to Ollama's `/api/chat` must say beside the client's own words.
struct OllamaTarget {
    std::string_view model;
    bool stream = false;
    std::optional<std::int64_t> window;  // num_ctx: without it Ollama cuts long prompts in silence, at its own limit
};

// Appends an OpenAI-shaped request as one of `/api/chat`: parameters become `options`, arguments objects, images bare
// base64, ids of tool calls the names of their tools.
// What the API has no word for is invalid_value, as in anthropic_request.hpp. After an error `out` holds no request.
[[nodiscard]] Result<void> append_ollama_request(std::string& out, RawChat const& raw, OllamaTarget const& target,
                                                 JsonReader& reader);
// The same from plain messages, for callers that had no OpenAI request.
void append_ollama_request(std::string& out, ChainContext const& context, OllamaTarget const& target);

}  // namespace signalbox::wire
