#include "wire/openai_writer.hpp"

#include "wire/json_writer.hpp"

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

void append_done(std::string& out) { out += "data: [DONE]\n\n"; }

void append_completion(std::string& out, CompletionIdentity const& identity, ExecutionResult const& execution) {
    JsonWriter json{out};
    open_completion(json, identity, "chat.completion");
    json.key("choices");
    json.begin_array();
    json.begin_object();
    json.member("index", 0);
    json.key("message");
    json.begin_object();
    json.member("role", "assistant");
    json.member("content", execution.content);
    json.key("refusal");
    json.null();
    json.end_object();
    json.key("logprobs");
    json.null();
    json.member("finish_reason", name(execution.finish_reason));
    json.end_object();
    json.end_array();
    write_usage(json, execution.usage);
    json.end_object();
}

}  // namespace signalbox::wire
