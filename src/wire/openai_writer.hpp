#pragma once

#include "core/chain_result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox::wire {

// Names one answer for all its chunks.
struct CompletionIdentity {
    std::string_view id;       // "chatcmpl-..."
    std::int64_t created = 0;  // unix seconds
    std::string_view model;
};

// Frames of a `chat.completion.chunk` stream, each with its blank line, appended to `out`.
void append_role_chunk(std::string& out, CompletionIdentity const& identity);
void append_text_chunk(std::string& out, CompletionIdentity const& identity, std::string_view text);
void append_finish_chunk(std::string& out, CompletionIdentity const& identity, FinishReason reason);
void append_usage_chunk(std::string& out, CompletionIdentity const& identity, Usage const& usage);
void append_done(std::string& out);

// A whole `chat.completion` body, for answers of providers that have none of their own.
void append_completion(std::string& out, CompletionIdentity const& identity, ExecutionResult const& execution);

}  // namespace signalbox::wire
