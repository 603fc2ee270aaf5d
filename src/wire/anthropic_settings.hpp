#pragma once

#include "core/error.hpp"
#include "wire/json_document.hpp"
#include "wire/json_field.hpp"
#include "wire/json_writer.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox::wire {

inline constexpr std::string_view no_plain_json_mode =
    "this model's API has no JSON mode without a schema; send json_schema, or choose another model";
inline constexpr std::string_view too_hot = "this model takes 0 to 1; lower it, or choose another model";

// The members of an OpenAI request other than its messages, as far as the Messages API has words for them.
// Elements belong to the document they were read from.
struct MessagesSettings {
    using Element = simdjson::dom::element;
    std::optional<std::int64_t> max_tokens;
    std::optional<Element> temperature;
    std::optional<Element> top_p;
    std::optional<Element> stop;         // a text or a list
    std::optional<Element> tools;        // a list
    std::optional<Element> tool_choice;  // a text or an object
    std::optional<Element> schema;       // of the answer
    std::string_view effort;
    std::string_view user;
    bool parallel_tools = true;
    std::vector<std::pair<std::string_view, Element>> own;  // members of the Messages API itself
};

// Errors: invalid_value naming the member, for what would have to be dropped.
[[nodiscard]] Result<MessagesSettings> read_messages_settings(simdjson::dom::object request);
// Writes them as members of the object that `json` is in. Errors: as above.
[[nodiscard]] Result<void> write_messages_settings(JsonWriter& json, MessagesSettings const& settings);

// Parts of it: `tools` and `tool_choice`.
[[nodiscard]] Result<void> write_messages_tools(JsonWriter& json, MessagesSettings const& settings);

}  // namespace signalbox::wire
