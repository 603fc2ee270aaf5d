#pragma once

#include "core/chain_context.hpp"
#include "core/error.hpp"
#include "wire/json_document.hpp"

#include <string_view>

namespace signalbox::wire {

// Reads the body of POST /api/stream/orchestration, /api/orchestration and /api/route.
// `content` (or its other name `prompt`, or `messages` in OpenAI's shape) is required.
// Errors: invalid_json; invalid_value with `param` for a missing, unknown, mistyped or out-of-range member.
[[nodiscard]] Result<ChainContext> read_orchestration(std::string_view body, JsonReader& reader);

// The members of `options` (also of the `signalbox` member of a chat request, which may also have `events`).
[[nodiscard]] Result<ChainOptions> read_options(simdjson::dom::object options, std::string_view path,
                                                bool* events = nullptr);

}  // namespace signalbox::wire
