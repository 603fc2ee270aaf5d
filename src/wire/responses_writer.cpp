#include "wire/responses_writer.hpp"

#include "wire/completion_parts.hpp"
#include "wire/text_member.hpp"

namespace signalbox::wire {

namespace {

using Object = simdjson::dom::object;

void add_item(std::string& output, auto&& write) {
    if (!output.empty()) output += ',';
    JsonWriter json{output};
    write(json);
}

void add_message(std::string& output, std::string_view key, int index, std::string_view status, bool refusal,
                 std::string_view text) {
    std::string part;
    JsonWriter part_json{part};
    write_content_part(part_json, refusal, text);
    add_item(output, [&](JsonWriter& json) { write_message_item(json, item_id("msg", key, index), status, part); });
}

Result<void> add_calls(std::string& output, std::string_view key, int index, Object message) {
    simdjson::dom::array calls;
    if (message.at_key("tool_calls").get(calls) != simdjson::SUCCESS) return {};
    for (auto const call : calls) {
        auto const read = read_completion_call(call);
        if (!read) return std::unexpected{read.error()};
        auto const own_id = item_id("fc", key, index++);
        add_item(output, [&](JsonWriter& json) {
            write_call_item(json, own_id, "completed", read->id, read->name, read->arguments);
        });
    }
    return {};
}

}  // namespace

Result<void> append_response(std::string& out, ResponseIdentity const& identity, ExecutionResult const& execution,
                             std::string_view completion, JsonReader& reader) {
    auto const read = completion_message(completion, reader);
    if (!read) return std::unexpected{read.error()};
    auto const& message = *read;
    auto const status = response_status(execution.finish_reason);
    std::string output;
    int index = 0;
    if (!execution.content.empty()) {
        // To the checks a refusal is text like any other.
        bool const refusal = message && text_member(*message, "refusal") == execution.content;
        add_message(output, identity.key, index++, status, refusal, execution.content);
    }
    if (message) {
        if (auto added = add_calls(output, identity.key, index, *message); !added) return added;
    }
    JsonWriter json{out};
    write_response(json, identity,
                   {.status = status,
                    .incomplete = incomplete_reason(execution.finish_reason),
                    .output = output,
                    .error = nullptr,
                    .usage = &execution.usage});
    return {};
}

}  // namespace signalbox::wire
