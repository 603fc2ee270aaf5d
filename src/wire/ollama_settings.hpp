#pragma once

#include "core/error.hpp"
#include "wire/json_field.hpp"
#include "wire/json_writer.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox::wire {

// The members of an OpenAI request other than its messages, as far as Ollama has words for them.
// Elements belong to the document they were read from.
struct OllamaSettings {
    using Element = simdjson::dom::element;
    std::optional<std::int64_t> max_tokens;
    std::vector<std::pair<std::string_view, Element>> options;  // under Ollama's names
    std::vector<std::pair<std::string_view, Element>> own;      // members of Ollama's own API
    std::optional<Element> stop;                                // a text or a list
    std::optional<Element> tools;                               // a list
    std::optional<Element> schema;                              // of the answer
    std::string_view effort;                                    // low, medium, high; "none": do not think
    bool json = false;                                          // any JSON
    bool uses_tools = true;                                     // tool_choice is not none
};

// Errors: invalid_value naming the member, for what would have to be dropped.
[[nodiscard]] Result<OllamaSettings> read_ollama_settings(simdjson::dom::object request);
// Writes them as members of the object that `json` is in. `window`: num_ctx, unless the client chose one.
void write_ollama_settings(JsonWriter& json, OllamaSettings const& settings, std::optional<std::int64_t> window);

}  // namespace signalbox::wire
