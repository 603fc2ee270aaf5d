#pragma once

#include "core/chain_result.hpp"
#include "core/error.hpp"
#include "wire/json_writer.hpp"

#include <cstdint>
#include <string>
#include <string_view>

// Parts of OpenAI's Responses API that whole answers and stream events share.
namespace signalbox::wire {

// Names one response.
struct ResponseIdentity {
    std::string_view key;      // its ids are "resp_KEY", "msg_KEY_0", "fc_KEY_1"
    std::int64_t created = 0;  // unix seconds
    std::string_view model;
    std::string_view echo;  // members of the request that every response repeats (response_echo.hpp)
};

// How far a response is.
struct ResponseState {
    std::string_view status = "in_progress";
    std::string_view incomplete;   // why, with status incomplete
    std::string_view output;       // items, separated by commas
    Error const* error = nullptr;  // with status failed
    Usage const* usage = nullptr;  // null: not known yet
};

[[nodiscard]] std::string_view response_status(FinishReason reason);
[[nodiscard]] std::string_view incomplete_reason(FinishReason reason);

void write_response(JsonWriter& json, ResponseIdentity const& identity, ResponseState const& state);

// One content part of a message: `output_text` or `refusal`.
void write_content_part(JsonWriter& json, bool refusal, std::string_view text);
// An item of the output; without a part its content is empty.
void write_message_item(JsonWriter& json, std::string_view id, std::string_view status, std::string_view part);
void write_call_item(JsonWriter& json, std::string_view id, std::string_view status, std::string_view call_id,
                     std::string_view name, std::string_view arguments);

// "msg_KEY_0"
[[nodiscard]] std::string item_id(std::string_view kind, std::string_view key, int index);

}  // namespace signalbox::wire
