#include "wire/messages_writer.hpp"

#include "wire/anthropic_fields.hpp"
#include "wire/completion_parts.hpp"
#include "wire/problem.hpp"
#include "wire/text_member.hpp"

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

std::string_view error_type(int status) {
    switch (status) {
        case 401:
            return "authentication_error";
        case 402:
            return "billing_error";
        case 403:
            return "permission_error";
        case 404:
            return "not_found_error";
        case 413:
            return "request_too_large";
        case 429:
            return "rate_limit_error";
        case 503:
            return "overloaded_error";
        case 504:
            return "timeout_error";
        default:
            return status < 500 ? "invalid_request_error" : "api_error";
    }
}

void write_text_block(JsonWriter& json, std::string_view text) {
    json.begin_object();
    json.member("type", "text");
    json.member("text", text);
    json.end_object();
}

void write_thinking_block(JsonWriter& json, Object message) {
    auto const reasoning = text_member(message, "reasoning_content");
    std::string_view signature;
    if (simdjson::dom::array details; message.at_key("reasoning_details").get(details) == simdjson::SUCCESS) {
        for (auto const detail : details) {
            if (Object object; detail.get(object) == simdjson::SUCCESS && signature.empty()) {
                signature = text_member(object, "signature");
            }
        }
    }
    if (reasoning.empty() && signature.empty()) return;
    json.begin_object();
    json.member("type", "thinking");
    json.member("thinking", reasoning);
    json.member("signature", signature);
    json.end_object();
}

Result<void> write_tool_blocks(JsonWriter& json, Object message) {
    simdjson::dom::array calls;
    if (message.at_key("tool_calls").get(calls) != simdjson::SUCCESS) return {};
    JsonReader arguments;
    for (auto const call : calls) {
        auto const read = read_completion_call(call);
        if (!read) return std::unexpected{read.error()};
        auto const text = read->arguments.empty() ? std::string_view{"{}"} : read->arguments;
        auto const parsed = arguments.parse(text);
        if (!parsed || !parsed->is_object()) {
            return fail(Errc::provider_protocol, "the arguments of a tool call are no JSON object");
        }
        json.begin_object();
        json.member("type", "tool_use");
        json.member("id", read->id);
        json.member("name", read->name);
        json.key("input");
        json.raw(text);
        json.end_object();
    }
    return {};
}

Result<void> write_content(JsonWriter& json, ExecutionResult const& execution, std::string_view completion,
                           JsonReader& reader) {
    auto const read = completion_message(completion, reader);
    if (!read) return std::unexpected{read.error()};
    auto const& message = *read;
    json.key("content");
    json.begin_array();
    if (message) write_thinking_block(json, *message);
    if (!execution.content.empty()) write_text_block(json, execution.content);
    if (message) {
        if (auto const written = write_tool_blocks(json, *message); !written) return written;
    }
    json.end_array();
    return {};
}

}  // namespace

Result<void> append_message(std::string& out, MessageIdentity const& identity, ExecutionResult const& execution,
                            std::string_view completion, JsonReader& reader) {
    JsonWriter json{out};
    json.begin_object();
    json.member("id", identity.id);
    json.member("type", "message");
    json.member("role", "assistant");
    json.member("model", identity.model);
    if (auto const written = write_content(json, execution, completion, reader); !written) return written;
    json.member("stop_reason", stop_reason_of(settled_reason(execution)));
    json.key("stop_sequence");
    json.null();
    write_message_usage(json, execution.usage);
    json.end_object();
    return {};
}

void append_messages_problem(std::string& out, Error const& error, std::string_view request_id) {
    std::string message{message_of(error)};
    // By these words agents know that they must shorten the conversation.
    if (error.code == Errc::context_length) message.insert(0, "prompt is too long: ");
    JsonWriter json{out};
    json.begin_object();
    json.member("type", "error");
    json.key("error");
    json.begin_object();
    json.member("type", error_type(status_of(error)));
    json.member("message", message);
    json.end_object();
    json.member("request_id", request_id);
    json.end_object();
}

}  // namespace signalbox::wire
