#pragma once

#include "core/error.hpp"
#include "wire/json_document.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox::wire {

// What a body is for: counting tokens needs no limit of the answer.
enum class MessagesUse : std::uint8_t { answer, count };

// Appends a `POST /v1/messages` body of Anthropic's API as a chat completion request of OpenAI's: read_chat_request()
// then makes a ChainContext of it. A stream asks for usage. Our own member `signalbox` goes along.
//
// What asks for something that OpenAI's shape has no word for is invalid_value naming Anthropic's field: top_k, tools
// that run at the provider, documents by address. Left out is what only tells Anthropic's own machines how to
// work: thinking and its blocks in the history, effort, cache marks, service tier, a user id longer than OpenAI takes,
// members that nobody knows. After an error `out` holds no request.
[[nodiscard]] Result<void> append_chat_request(std::string& out, std::string_view messages_body, JsonReader& reader,
                                               MessagesUse use = MessagesUse::answer);

}  // namespace signalbox::wire
