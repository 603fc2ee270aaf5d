#include "wire/anthropic_fields.hpp"
#include "wire/messages_writer.hpp"
#include "wire/sse_writer.hpp"
#include "wire/text_member.hpp"

#include <algorithm>
#include <utility>

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

std::unexpected<Error> broken(std::string_view why) {
    return signalbox::fail(Errc::provider_protocol,
                           "a chunk of the answer cannot be told as a message: " + std::string{why});
}

// One event whose data is `{"type":NAME, ...}`; `write` writes the rest of its members.
void append_event(std::string& out, std::string_view name, auto&& write) {
    std::string data;
    JsonWriter json{data};
    json.begin_object();
    json.member("type", name);
    write(json);
    json.end_object();
    append_sse(out, {}, name, data);
}

void append_event(std::string& out, std::string_view name) {
    append_event(out, name, [](JsonWriter&) {});
}

}  // namespace

void MessageEventWriter::start(std::string& out) {
    if (std::exchange(started_, true)) return;
    append_event(out, "message_start", [&](JsonWriter& json) {
        json.key("message");
        json.begin_object();
        json.member("id", id_);
        json.member("type", "message");
        json.member("role", "assistant");
        json.member("model", model_);
        json.key("content");
        json.begin_array();
        json.end_array();
        json.key("stop_reason");
        json.null();
        json.key("stop_sequence");
        json.null();
        write_message_usage(json, {.input = input_, .output = {1}});
        json.end_object();
    });
}

void MessageEventWriter::open(std::string& out, Kind kind, std::string_view block) {
    if (open_ == kind && kind != Kind::tool) return;
    start(out);
    close(out);
    open_ = kind;
    append_event(out, "content_block_start", [&](JsonWriter& json) {
        json.member("index", block_);
        json.key("content_block");
        json.raw(block);
    });
}

void MessageEventWriter::close(std::string& out) {
    if (open_ == Kind::none) return;
    open_ = Kind::none;
    append_event(out, "content_block_stop", [&](JsonWriter& json) { json.member("index", block_); });
    ++block_;
}

void MessageEventWriter::delta(std::string& out, std::string_view type, std::string_view member,
                               std::string_view text) {
    append_event(out, "content_block_delta", [&](JsonWriter& json) {
        json.member("index", block_);
        json.key("delta");
        json.begin_object();
        json.member("type", type);
        json.member(member, text);
        json.end_object();
    });
}

void MessageEventWriter::text(std::string& out, std::string_view words) {
    if (words.empty()) return;
    open(out, Kind::text, R"({"type":"text","text":""})");
    delta(out, "text_delta", "text", words);
}

void MessageEventWriter::reasoning(std::string& out, std::string_view words) {
    if (words.empty()) return;
    open(out, Kind::thinking, R"({"type":"thinking","thinking":"","signature":""})");
    delta(out, "thinking_delta", "thinking", words);
}

Result<void> MessageEventWriter::frames(std::string& out, std::string_view frames, JsonReader& reader) {
    constexpr std::string_view prefix = "data: ";
    while (!frames.empty()) {
        auto const line = frames.substr(0, frames.find('\n'));
        frames.remove_prefix(std::min(line.size() + 1, frames.size()));
        if (!line.starts_with(prefix)) continue;
        if (auto const told = chunk(out, line.substr(prefix.size()), reader); !told) return told;
    }
    return {};
}

Result<void> MessageEventWriter::chunk(std::string& out, std::string_view data, JsonReader& reader) {
    auto const document = reader.parse(data);
    if (!document) return broken("it is no strict JSON");
    Object delta;
    if (document->at_key("choices").at(0).at_key("delta").get(delta) != simdjson::SUCCESS) return {};
    auto thoughts = text_member(delta, "reasoning_content");
    if (thoughts.empty()) thoughts = text_member(delta, "reasoning");
    reasoning(out, thoughts);
    if (simdjson::dom::array details; delta.at_key("reasoning_details").get(details) == simdjson::SUCCESS) {
        signatures(out, details);
    }
    text(out, text_member(delta, "content"));
    text(out, text_member(delta, "refusal"));
    simdjson::dom::array calls;
    if (delta.at_key("tool_calls").get(calls) != simdjson::SUCCESS) return {};
    for (auto const call : calls) {
        Object object;
        if (call.get(object) != simdjson::SUCCESS) return broken("a tool call is no object");
        if (auto const told = tool_call(out, object); !told) return told;
    }
    return {};
}

// A signature belongs to the thinking block before it, and ends it.
void MessageEventWriter::signatures(std::string& out, simdjson::dom::array details) {
    for (auto const detail : details) {
        Object object;
        if (detail.get(object) != simdjson::SUCCESS) continue;
        auto const signature = text_member(object, "signature");
        if (signature.empty()) continue;
        open(out, Kind::thinking, R"({"type":"thinking","thinking":"","signature":""})");
        delta(out, "signature_delta", "signature", signature);
        close(out);
    }
}

Result<void> MessageEventWriter::tool_call(std::string& out, Object call) {
    std::int64_t index = 0;
    if (call.at_key("index").get(index) != simdjson::SUCCESS || index < 0) return broken("a tool call has no index");
    Object function;
    auto const has_function = call.at_key("function").get(function) == simdjson::SUCCESS;
    if (index > tool_) {
        auto const id = text_member(call, "id");
        auto const name = has_function ? text_member(function, "name") : std::string_view{};
        if (id.empty() || name.empty()) return broken("a tool call begins without id or name");
        std::string block;
        JsonWriter json{block};
        json.begin_object();
        json.member("type", "tool_use");
        json.member("id", id);
        json.member("name", name);
        json.key("input");
        json.raw("{}");
        json.end_object();
        open(out, Kind::tool, block);
        tool_ = index;
    }
    if (index < tool_ || open_ != Kind::tool) return broken("fragments of a tool call that has ended");
    auto const fragment = has_function ? text_member(function, "arguments") : std::string_view{};
    if (!fragment.empty()) delta(out, "input_json_delta", "partial_json", fragment);
    return {};
}

void MessageEventWriter::finish(std::string& out, FinishReason reason, Usage const& usage) {
    start(out);
    close(out);
    append_event(out, "message_delta", [&](JsonWriter& json) {
        json.key("delta");
        json.begin_object();
        json.member("stop_reason", stop_reason_of(reason));
        json.key("stop_sequence");
        json.null();
        json.end_object();
        write_message_usage(json, usage);
    });
    append_event(out, "message_stop");
}

void MessageEventWriter::fail(std::string& out, Error const& error, std::string_view request_id) {
    std::string data;
    append_messages_problem(data, error, request_id);
    append_sse(out, {}, "error", data);
}

}  // namespace signalbox::wire
