#include "wire/response_object.hpp"

#include "wire/problem.hpp"

namespace signalbox::wire {

namespace {

void write_error(JsonWriter& json, Error const* error) {
    json.key("error");
    if (error == nullptr) return json.null();
    json.begin_object();
    json.member("code", problem(error->code).code);
    json.member("message", message_of(*error));
    json.end_object();
}

void write_usage(JsonWriter& json, Usage const* usage) {
    json.key("usage");
    if (usage == nullptr) return json.null();
    json.begin_object();
    json.member("input_tokens", usage->input.count);
    json.key("input_tokens_details");
    json.begin_object();
    json.member("cached_tokens", usage->cached.count);
    json.end_object();
    json.member("output_tokens", usage->output.count);
    json.key("output_tokens_details");
    json.begin_object();
    json.member("reasoning_tokens", usage->reasoning.count);
    json.end_object();
    json.member("total_tokens", (usage->input + usage->output).count);
    json.end_object();
}

}  // namespace

std::string_view response_status(FinishReason reason) {
    return incomplete_reason(reason).empty() ? "completed" : "incomplete";
}

std::string_view incomplete_reason(FinishReason reason) {
    switch (reason) {
        case FinishReason::length:
            return "max_output_tokens";
        case FinishReason::content_filter:
            return "content_filter";
        case FinishReason::stop:
        case FinishReason::tool_calls:
            break;
    }
    return {};
}

void write_response(JsonWriter& json, ResponseIdentity const& identity, ResponseState const& state) {
    json.begin_object();
    json.member("id", "resp_" + std::string{identity.key});
    json.member("object", "response");
    json.member("created_at", identity.created);
    json.member("status", state.status);
    write_error(json, state.error);
    json.key("incomplete_details");
    if (state.incomplete.empty()) {
        json.null();
    } else {
        json.begin_object();
        json.member("reason", state.incomplete);
        json.end_object();
    }
    json.member("model", identity.model);
    json.key("output");
    json.begin_array();
    if (!state.output.empty()) json.raw(state.output);
    json.end_array();
    write_usage(json, state.usage);
    if (!identity.echo.empty()) json.raw(identity.echo);
    json.end_object();
}

void write_content_part(JsonWriter& json, bool refusal, std::string_view text) {
    json.begin_object();
    json.member("type", refusal ? "refusal" : "output_text");
    json.member(refusal ? "refusal" : "text", text);
    if (!refusal) {
        for (auto const* const list : {"annotations", "logprobs"}) {
            json.key(list);
            json.begin_array();
            json.end_array();
        }
    }
    json.end_object();
}

void write_message_item(JsonWriter& json, std::string_view id, std::string_view status, std::string_view part) {
    json.begin_object();
    json.member("id", id);
    json.member("type", "message");
    json.member("status", status);
    json.member("role", "assistant");
    json.key("content");
    json.begin_array();
    if (!part.empty()) json.raw(part);
    json.end_array();
    json.end_object();
}

void write_call_item(JsonWriter& json, std::string_view id, std::string_view status, std::string_view call_id,
                     std::string_view name, std::string_view arguments) {
    json.begin_object();
    json.member("id", id);
    json.member("type", "function_call");
    json.member("status", status);
    json.member("call_id", call_id);
    json.member("name", name);
    json.member("arguments", arguments);
    json.end_object();
}

std::string item_id(std::string_view kind, std::string_view key, int index) {
    return std::string{kind} + "_" + std::string{key} + "_" + std::to_string(index);
}

}  // namespace signalbox::wire
