#pragma once

#include "core/chain_context.hpp"
#include "core/error.hpp"
#include "wire/json_field.hpp"

#include <simdjson.h>

#include <vector>

namespace signalbox::wire {

// `messages` in OpenAI's shape, read.
struct ChatMessages {
    std::vector<Message> list;
    bool images = false;  // some part is an image
    bool plain = true;    // nothing but text: `list` holds all there is (no tool turns, no other parts)
};

inline constexpr std::size_t max_messages = 2000;

// Errors: invalid_value naming the message, e.g. "messages[2].content".
[[nodiscard]] Result<ChatMessages> read_chat_messages(simdjson::dom::element value, Place const& place);

}  // namespace signalbox::wire
