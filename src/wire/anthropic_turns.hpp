#pragma once

#include "core/error.hpp"
#include "wire/json_document.hpp"
#include "wire/json_field.hpp"
#include "wire/json_writer.hpp"

#include <string>
#include <string_view>

namespace signalbox::wire {

// Writes a conversation as Anthropic's `messages` and `system`, message by message in OpenAI's shape.
//
//   TurnWriter turns; turns.read(message, place) ...; turns.messages(), turns.system()
// Errors: invalid_value naming what has no counterpart.
class TurnWriter {
public:
    TurnWriter() = default;
    TurnWriter(TurnWriter const&) = delete;
    TurnWriter& operator=(TurnWriter const&) = delete;

    // One message in OpenAI's shape. REQUIRES: read_chat_messages() took it.
    [[nodiscard]] Result<void> read(simdjson::dom::element message, Place const& place);
    // One message of plain text; `role` is system, user or assistant. Empty text is no block.
    void plain(std::string_view role, std::string_view text);
    void end();

    // JSON arrays; `system` is empty when nobody set any. REQUIRES: end() was called.
    [[nodiscard]] std::string const& messages() const { return messages_; }
    [[nodiscard]] std::string const& system() const { return system_; }
    // Nobody said anything but the system.
    [[nodiscard]] bool empty() const { return role_.empty(); }

private:
    using Element = simdjson::dom::element;
    using Object = simdjson::dom::object;

    [[nodiscard]] Result<void> assistant(Object message, Place const& place);
    [[nodiscard]] Result<void> tool_result(Object message, Place const& place);
    [[nodiscard]] Result<void> content(Object message, std::string_view role, Place const& place);
    [[nodiscard]] Result<void> part(JsonWriter& json, Element value, Place const& place);
    [[nodiscard]] Result<void> tool_call(Element value, Place const& place);
    void reasoning(Object message);
    void text(JsonWriter& json, std::string_view text, Object const* marked);
    // Where the next block of `role` goes: a new message unless the last one has the same role.
    [[nodiscard]] JsonWriter& blocks_of(std::string_view role);

    std::string messages_;
    std::string system_;
    JsonWriter turns_{messages_};
    JsonWriter system_blocks_{system_};
    std::string_view role_;  // of the open message
    JsonReader arguments_;   // of tool calls: a document inside of a string
};

}  // namespace signalbox::wire
