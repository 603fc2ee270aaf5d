#include "wire/anthropic_fields.hpp"
#include "wire/messages_writer.hpp"
#include "wire/sse_writer.hpp"

#include <utility>

namespace signalbox::wire {

namespace {

constexpr std::string_view thinking_block = R"({"type":"thinking","thinking":"","signature":""})";

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
    append_event(out, "ping");
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
    open(out, Kind::thinking, thinking_block);
    delta(out, "thinking_delta", "thinking", words);
}

// Tells what chunks bring as blocks.
class MessageEventWriter::Blocks final : public ChunkListener {
public:
    Blocks(MessageEventWriter& writer, std::string& out) : writer_{writer}, out_{out} {}
    void on_reasoning(std::string_view text) override { writer_.reasoning(out_, text); }
    void on_signature(std::string_view signature) override {
        writer_.open(out_, Kind::thinking, thinking_block);
        writer_.delta(out_, "signature_delta", "signature", signature);
        writer_.close(out_);
    }
    void on_text(std::string_view text) override { writer_.text(out_, text); }
    void on_refusal(std::string_view text) override { writer_.text(out_, text); }
    void on_call(std::string_view id, std::string_view name) override {
        std::string block;
        JsonWriter json{block};
        json.begin_object();
        json.member("type", "tool_use");
        json.member("id", id);
        json.member("name", name);
        json.key("input");
        json.raw("{}");
        json.end_object();
        writer_.open(out_, Kind::tool, block);
    }
    void on_arguments(std::string_view fragment) override {
        writer_.delta(out_, "input_json_delta", "partial_json", fragment);
    }

private:
    MessageEventWriter& writer_;
    std::string& out_;
};

Result<void> MessageEventWriter::frames(std::string& out, std::string_view frames, JsonReader& reader) {
    Blocks blocks{*this, out};
    return deltas_.read(frames, reader, blocks);
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
