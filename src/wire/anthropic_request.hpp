#pragma once

#include "core/chain_context.hpp"
#include "core/error.hpp"
#include "wire/json_document.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox::wire {

// What a request to Anthropic's Messages API must say beside the client's own words.
struct MessagesTarget {
    std::string_view model;
    std::int64_t max_tokens = 4096;  // where the client sets no limit: the API wants one
    bool stream = false;
};

// Appends an OpenAI-shaped request as one of the Messages API: system and developer messages become
// `system`, tool results blocks of the user turn, neighbours of one role one message.
//
// Nothing is dropped that could change the answer: what the API has no word for is invalid_value, naming the
// client's field and what to do. Values that ask for nothing (n 1, penalties 0) and members that only the
// provider's books know (store, metadata, prompt_cache_key) are left out. After an error `out` holds no request.
[[nodiscard]] Result<void> append_messages_request(std::string& out, RawChat const& raw, MessagesTarget const& target,
                                                   JsonReader& reader);
// A request that its client wrote for the Messages API: its own members around our model and stream.
// REQUIRES: `messages_body` is one valid JSON object.
void append_own_messages_request(std::string& out, std::string_view messages_body, MessagesTarget const& target);
// The same from plain messages, for callers that had no OpenAI request.
[[nodiscard]] Result<void> append_messages_request(std::string& out, ChainContext const& context,
                                                   MessagesTarget const& target);

}  // namespace signalbox::wire
