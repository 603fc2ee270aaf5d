#pragma once

#include "core/chain_context.hpp"
#include "core/error.hpp"
#include "wire/json_document.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace signalbox::wire {

// A `POST /v1/chat/completions` body, read. `raw` holds views into the body it was read from.
struct ChatRequest {
    ChainContext context;  // messages, model, needs; options from the `signalbox` member, `gated` by default
    RawChat raw;           // context.raw is left null: the owner of both points it here
    bool stream = false;
    bool include_usage = false;  // stream_options.include_usage
    bool events = false;         // signalbox.events: progress events between the chunks
};

// Unknown members are kept for the provider; null stands for absent. Errors: invalid_json,
// invalid_value with `param` such as "messages[2].content".
[[nodiscard]] Result<ChatRequest> read_chat_request(std::string_view body, JsonReader& reader);

// The request to send upstream, appended to `out`: the client's own members around our model,
// stream and stream_options.
void append_upstream_chat(std::string& out, RawChat const& raw, std::string_view model, bool stream);
// The same built from plain messages, for callers that had no OpenAI request.
void append_upstream_chat(std::string& out, ChainContext const& context, std::string_view model, bool stream);

}  // namespace signalbox::wire
