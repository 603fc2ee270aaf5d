#pragma once

#include "wire/json_document.hpp"

#include <cstddef>
#include <string_view>

namespace signalbox::wire {

// What the text of a chat request's messages does not hold, for an estimate of its tokens.
struct PromptExtras {
    std::size_t json_bytes = 0;   // tools, and the calls in the history
    std::size_t attachments = 0;  // images and files
};

// REQUIRES: `chat` is a request that read_chat_request() took. Of anything else it finds nothing.
[[nodiscard]] PromptExtras prompt_extras(std::string_view chat, JsonReader& reader);

}  // namespace signalbox::wire
