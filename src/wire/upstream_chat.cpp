#include "wire/json_writer.hpp"
#include "wire/openai_request.hpp"
#include "wire/raw_members.hpp"

namespace signalbox::wire {

namespace {

// Usage is always asked for: costs are counted by it.
void append_stream_members(std::string& out, std::string_view client_options) {
    out += ",\"stream\":true,\"stream_options\":{\"include_usage\":true";
    RawMembers members{client_options};
    for (RawMember member; members.next(member);) {
        if (means(member.name, "include_usage")) continue;
        out += ',';
        out += member.whole;
    }
    out += '}';
}

void write_messages(JsonWriter& json, ChainContext const& context) {
    json.key("messages");
    json.begin_array();
    for (auto const& message : context.messages) {
        json.begin_object();
        json.member("role", name(message.role));
        json.member("content", message.content);
        json.end_object();
    }
    json.end_array();
}

}  // namespace

void append_upstream_chat(std::string& out, RawChat const& raw, std::string_view model, bool stream) {
    out += "{\"model\":";
    append_json_string(out, model);
    for (auto const members : raw.members) {
        out += ',';
        out += members;
    }
    if (stream) append_stream_members(out, raw.stream_options);
    out += '}';
}

void append_upstream_chat(std::string& out, ChainContext const& context, std::string_view model, bool stream) {
    JsonWriter json{out};
    json.begin_object();
    json.member("model", model);
    write_messages(json, context);
    if (context.max_output_tokens) json.member("max_tokens", *context.max_output_tokens);
    if (context.temperature) json.member("temperature", *context.temperature);
    if (context.needs_json) {
        json.key("response_format");
        json.raw(R"({"type":"json_object"})");
    }
    if (stream) append_stream_members(out, {});
    json.end_object();
}

}  // namespace signalbox::wire
