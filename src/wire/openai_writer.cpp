#include "wire/openai_writer.hpp"

#include "wire/json_writer.hpp"

#include <span>

namespace signalbox::wire {

namespace {

void open_completion(JsonWriter& json, CompletionIdentity const& identity, std::string_view object) {
    json.begin_object();
    json.member("id", identity.id);
    json.member("object", object);
    json.member("created", identity.created);
    json.member("model", identity.model);
}

void write_usage(JsonWriter& json, Usage const& usage) {
    json.key("usage");
    json.begin_object();
    json.member("prompt_tokens", usage.input.count);
    json.member("completion_tokens", usage.output.count);
    json.member("total_tokens", (usage.input + usage.output).count);
    json.key("prompt_tokens_details");
    json.begin_object();
    json.member("cached_tokens", usage.cached.count);
    json.end_object();
    json.key("completion_tokens_details");
    json.begin_object();
    json.member("reasoning_tokens", usage.reasoning.count);
    json.end_object();
    json.end_object();
}

// One chunk whose only choice has `delta`, already JSON, and a finish reason unless it goes on.
void append_choice_chunk(std::string& out, CompletionIdentity const& identity, auto&& write_delta,
                         std::string_view finish_reason) {
    out += "data: ";
    JsonWriter json{out};
    open_completion(json, identity, "chat.completion.chunk");
    json.key("choices");
    json.begin_array();
    json.begin_object();
    json.member("index", 0);
    json.key("delta");
    json.begin_object();
    write_delta(json);
    json.end_object();
    json.key("finish_reason");
    if (finish_reason.empty()) {
        json.null();
    } else {
        json.value(finish_reason);
    }
    json.end_object();
    json.end_array();
    json.end_object();
    out += "\n\n";
}

void write_function(JsonWriter& json, std::string_view name, std::string_view arguments) {
    json.key("function");
    json.begin_object();
    json.member("name", name);
    json.member("arguments", arguments);
    json.end_object();
}

void write_tool_calls(JsonWriter& json, std::vector<ToolCall> const& calls) {
    json.key("tool_calls");
    json.begin_array();
    for (auto const& call : calls) {
        json.begin_object();
        json.member("id", call.id);
        json.member("type", "function");
        write_function(json, call.name, call.arguments);
        json.end_object();
    }
    json.end_array();
}

void write_reasoning_details(JsonWriter& json, std::span<std::string const> details) {
    json.key("reasoning_details");
    json.begin_array();
    for (auto const& detail : details) json.raw(detail);
    json.end_array();
}

void write_message(JsonWriter& json, ExecutionResult const& execution, CompletionExtras const& extras) {
    json.begin_object();
    json.member("role", "assistant");
    json.key("content");
    if (execution.content.empty() && !extras.tool_calls.empty()) {
        json.null();
    } else {
        json.value(execution.content);
    }
    json.key("refusal");
    json.null();
    if (!extras.reasoning.empty()) json.member("reasoning_content", extras.reasoning);
    if (!extras.reasoning_details.empty()) write_reasoning_details(json, extras.reasoning_details);
    if (!extras.tool_calls.empty()) write_tool_calls(json, extras.tool_calls);
    json.end_object();
}

// A chunk with one entry in `tool_calls`; `write_rest` writes what stands beside its index.
void append_tool_chunk(std::string& out, CompletionIdentity const& identity, std::size_t index, auto&& write_rest) {
    append_choice_chunk(out, identity,
                        [&](JsonWriter& json) {
                            json.key("tool_calls");
                            json.begin_array();
                            json.begin_object();
                            json.member("index", index);
                            write_rest(json);
                            json.end_object();
                            json.end_array();
                        },
                        {});
}

}  // namespace

void append_role_chunk(std::string& out, CompletionIdentity const& identity) {
    append_choice_chunk(out, identity,
                        [](JsonWriter& json) {
                            json.member("role", "assistant");
                            json.member("content", "");
                        },
                        {});
}

void append_text_chunk(std::string& out, CompletionIdentity const& identity, std::string_view text) {
    append_choice_chunk(out, identity, [text](JsonWriter& json) { json.member("content", text); }, {});
}

void append_finish_chunk(std::string& out, CompletionIdentity const& identity, FinishReason reason) {
    append_choice_chunk(out, identity, [](JsonWriter&) {}, name(reason));
}

void append_usage_chunk(std::string& out, CompletionIdentity const& identity, Usage const& usage) {
    out += "data: ";
    JsonWriter json{out};
    open_completion(json, identity, "chat.completion.chunk");
    json.key("choices");
    json.begin_array();
    json.end_array();
    write_usage(json, usage);
    json.end_object();
    out += "\n\n";
}

void append_reasoning_chunk(std::string& out, CompletionIdentity const& identity, std::string_view reasoning) {
    append_choice_chunk(out, identity, [&](JsonWriter& json) { json.member("reasoning_content", reasoning); }, {});
}

void append_tool_call_chunk(std::string& out, CompletionIdentity const& identity, std::size_t index,
                            std::string_view id, std::string_view name) {
    append_tool_chunk(out, identity, index, [&](JsonWriter& json) {
        json.member("id", id);
        json.member("type", "function");
        write_function(json, name, {});
    });
}

void append_tool_arguments_chunk(std::string& out, CompletionIdentity const& identity, std::size_t index,
                                 std::string_view fragment) {
    append_tool_chunk(out, identity, index, [&](JsonWriter& json) {
        json.key("function");
        json.begin_object();
        json.member("arguments", fragment);
        json.end_object();
    });
}

void append_reasoning_detail_chunk(std::string& out, CompletionIdentity const& identity, std::string_view json_text) {
    std::string const detail{json_text};
    append_choice_chunk(out, identity, [&](JsonWriter& json) { write_reasoning_details(json, {&detail, 1}); }, {});
}

void append_done(std::string& out) { out += "data: [DONE]\n\n"; }

void append_completion(std::string& out, CompletionIdentity const& identity, ExecutionResult const& execution,
                       CompletionExtras const& extras) {
    JsonWriter json{out};
    open_completion(json, identity, "chat.completion");
    json.key("choices");
    json.begin_array();
    json.begin_object();
    json.member("index", 0);
    json.key("message");
    write_message(json, execution, extras);
    json.key("logprobs");
    json.null();
    json.member("finish_reason", name(execution.finish_reason));
    json.end_object();
    json.end_array();
    write_usage(json, execution.usage);
    json.end_object();
}

}  // namespace signalbox::wire
