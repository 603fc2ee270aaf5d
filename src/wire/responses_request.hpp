#pragma once

#include "core/error.hpp"
#include "wire/json_document.hpp"

#include <string>
#include <string_view>

namespace signalbox::wire {

// Appends a `POST /v1/responses` body of OpenAI's API as a chat completion request: read_chat_request() then makes a
// ChainContext of it. Gives the members that the answer repeats (response_echo.hpp).
//
// What asks for something that this server cannot do is invalid_value naming the field: a conversation that OpenAI
// would have stored, its built-in tools, work in the background. Left out is what only OpenAI's machines need:
// reasoning items of the history, item ids, members that nobody knows. After an error `out` holds no request.
[[nodiscard]] Result<std::string> append_responses_chat(std::string& out, std::string_view responses_body,
                                                        JsonReader& reader);

}  // namespace signalbox::wire
