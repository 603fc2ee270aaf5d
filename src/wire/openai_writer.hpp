#pragma once

#include "core/chain_result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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

// The same for what other APIs say in shapes of their own. `index` counts the tool calls of the answer from 0.
void append_reasoning_chunk(std::string& out, CompletionIdentity const& identity, std::string_view reasoning);
void append_tool_call_chunk(std::string& out, CompletionIdentity const& identity, std::size_t index,
                            std::string_view id, std::string_view name);
void append_tool_arguments_chunk(std::string& out, CompletionIdentity const& identity, std::size_t index,
                                 std::string_view fragment);
// `json`: one object of OpenRouter's `reasoning_details`, by which a client can send signed reasoning back.
void append_reasoning_detail_chunk(std::string& out, CompletionIdentity const& identity, std::string_view json);

// What of an answer does not fit into an ExecutionResult.
struct ToolCall {
    std::string id;
    std::string name;
    std::string arguments;  // a JSON object as text
};
struct CompletionExtras {
    std::string reasoning;
    std::vector<std::string> reasoning_details;  // JSON objects
    std::vector<ToolCall> tool_calls;
};

// A whole `chat.completion` body, for answers of providers that have none of their own.
void append_completion(std::string& out, CompletionIdentity const& identity, ExecutionResult const& execution,
                       CompletionExtras const& extras = {});

}  // namespace signalbox::wire
