#pragma once

#include "core/error.hpp"
#include "wire/json_document.hpp"

#include <cstdint>
#include <string_view>

namespace signalbox::wire {

// What the chunks of an answer bring, in order. No text is empty; views live until the call returns.
class ChunkListener {
public:
    virtual ~ChunkListener() = default;
    virtual void on_reasoning(std::string_view text) = 0;
    // Signs the reasoning before it, and ends it.
    virtual void on_signature(std::string_view signature) = 0;
    virtual void on_text(std::string_view text) = 0;
    virtual void on_refusal(std::string_view text) = 0;
    virtual void on_call(std::string_view id, std::string_view name) = 0;
    // Of the call that began last.
    virtual void on_arguments(std::string_view fragment) = 0;
};

// Reads frames of a `chat.completion.chunk` stream for APIs whose parts follow each other: once a part has
// begun, the one before it is over. One for each answer.
class ChunkDeltas {
public:
    // Errors: provider_protocol for what is no such frame, or for fragments of a tool call that is over.
    [[nodiscard]] Result<void> read(std::string_view frames, JsonReader& reader, ChunkListener& listener);

private:
    [[nodiscard]] Result<void> chunk(std::string_view data, JsonReader& reader, ChunkListener& listener);
    [[nodiscard]] Result<void> call(simdjson::dom::object call, ChunkListener& listener);

    std::int64_t latest_call_ = -1;  // OpenAI's index
    bool in_call_ = false;           // nothing else has begun since
};

}  // namespace signalbox::wire
