#pragma once

#include "core/error.hpp"
#include "wire/json_document.hpp"

#include <optional>
#include <string_view>

// What writers of other APIs' answers read out of a `chat.completion`. Views are into the reader's document.
namespace signalbox::wire {

// The message of its first choice; nothing when `completion` is empty. Errors: provider_protocol when there is none.
[[nodiscard]] Result<std::optional<simdjson::dom::object>> completion_message(std::string_view completion,
                                                                              JsonReader& reader);

struct CompletionCall {
    std::string_view id;
    std::string_view name;
    std::string_view arguments;  // as the model wrote them: JSON or not, or empty
};
// An element of the message's `tool_calls`. Errors: provider_protocol when a part is missing.
[[nodiscard]] Result<CompletionCall> read_completion_call(simdjson::dom::element call);

}  // namespace signalbox::wire
