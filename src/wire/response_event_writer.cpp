#include "wire/problem.hpp"
#include "wire/responses_writer.hpp"
#include "wire/sse_writer.hpp"

#include <utility>

namespace signalbox::wire {

// Tells what chunks bring as items.
class ResponseEventWriter::Items final : public ChunkListener {
public:
    Items(ResponseEventWriter& writer, std::string& out) : writer_{writer}, out_{out} {}
    void on_reasoning(std::string_view) override {}
    void on_signature(std::string_view) override {}
    void on_text(std::string_view text) override { writer_.words(out_, Kind::text, text); }
    void on_refusal(std::string_view text) override { writer_.words(out_, Kind::refusal, text); }
    void on_call(std::string_view id, std::string_view name) override { writer_.open_call(out_, id, name); }
    void on_arguments(std::string_view fragment) override { writer_.arguments(out_, fragment); }

private:
    ResponseEventWriter& writer_;
    std::string& out_;
};

ResponseEventWriter::ResponseEventWriter(ResponseIdentity const& identity)
    : key_{identity.key}, created_{identity.created}, model_{identity.model}, echo_{identity.echo} {}

ResponseIdentity ResponseEventWriter::identity() const {
    return {.key = key_, .created = created_, .model = model_, .echo = echo_};
}

// One event whose data is `{"type":NAME,"sequence_number":N, ...}`; `write` writes the rest of its members.
void ResponseEventWriter::event(std::string& out, std::string_view name, auto&& write) {
    data_.clear();
    JsonWriter json{data_};
    json.begin_object();
    json.member("type", name);
    json.member("sequence_number", sequence_++);
    write(json);
    json.end_object();
    append_sse(out, {}, name, data_);
}

void ResponseEventWriter::response_event(std::string& out, std::string_view name, ResponseState const& state) {
    event(out, name, [&](JsonWriter& json) {
        json.key("response");
        write_response(json, identity(), state);
    });
}

void ResponseEventWriter::start(std::string& out) {
    if (std::exchange(started_, true)) return;
    response_event(out, "response.created", {});
    response_event(out, "response.in_progress", {});
}

// Where a content part stands.
void ResponseEventWriter::place(JsonWriter& json) {
    json.member("item_id", id_);
    json.member("output_index", index_);
    json.member("content_index", 0);
}

void ResponseEventWriter::open_message(std::string& out, Kind kind) {
    if (open_ == kind) return;
    start(out);
    close(out, "completed");
    open_ = kind;
    id_ = item_id("msg", key_, index_);
    event(out, "response.output_item.added", [&](JsonWriter& json) {
        json.member("output_index", index_);
        json.key("item");
        write_message_item(json, id_, "in_progress", {});
    });
    event(out, "response.content_part.added", [&](JsonWriter& json) {
        place(json);
        json.key("part");
        write_content_part(json, kind == Kind::refusal, {});
    });
}

void ResponseEventWriter::words(std::string& out, Kind kind, std::string_view text) {
    if (text.empty()) return;
    open_message(out, kind);
    said_ += text;
    event(out, kind == Kind::refusal ? "response.refusal.delta" : "response.output_text.delta", [&](JsonWriter& json) {
        place(json);
        json.member("delta", text);
        if (kind == Kind::refusal) return;
        json.key("logprobs");
        json.begin_array();
        json.end_array();
    });
}

void ResponseEventWriter::close_message(std::string& out, std::string_view status) {
    bool const refusal = open_ == Kind::refusal;
    std::string part;
    JsonWriter part_json{part};
    write_content_part(part_json, refusal, said_);
    event(out, refusal ? "response.refusal.done" : "response.output_text.done", [&](JsonWriter& json) {
        place(json);
        json.member(refusal ? "refusal" : "text", said_);
        if (refusal) return;
        json.key("logprobs");
        json.begin_array();
        json.end_array();
    });
    event(out, "response.content_part.done", [&](JsonWriter& json) {
        place(json);
        json.key("part");
        json.raw(part);
    });
    JsonWriter item{output_};
    write_message_item(item, id_, status, part);
}

void ResponseEventWriter::open_call(std::string& out, std::string_view call_id, std::string_view name) {
    start(out);
    close(out, "completed");
    open_ = Kind::call;
    id_ = item_id("fc", key_, index_);
    call_id_ = call_id;
    name_ = name;
    event(out, "response.output_item.added", [&](JsonWriter& json) {
        json.member("output_index", index_);
        json.key("item");
        write_call_item(json, id_, "in_progress", call_id_, name_, {});
    });
}

void ResponseEventWriter::arguments(std::string& out, std::string_view fragment) {
    said_ += fragment;
    event(out, "response.function_call_arguments.delta", [&](JsonWriter& json) {
        json.member("item_id", id_);
        json.member("output_index", index_);
        json.member("delta", fragment);
    });
}

void ResponseEventWriter::close_call(std::string& out, std::string_view status) {
    event(out, "response.function_call_arguments.done", [&](JsonWriter& json) {
        json.member("item_id", id_);
        json.member("output_index", index_);
        json.member("name", name_);
        json.member("arguments", said_);
    });
    JsonWriter item{output_};
    write_call_item(item, id_, status, call_id_, name_, said_);
}

// Ends the open item; `status` says whether it is whole.
void ResponseEventWriter::close(std::string& out, std::string_view status) {
    if (open_ == Kind::none) return;
    if (!output_.empty()) output_ += ',';
    auto const begin = output_.size();
    if (open_ == Kind::call) {
        close_call(out, status);
    } else {
        close_message(out, status);
    }
    event(out, "response.output_item.done", [&](JsonWriter& json) {
        json.member("output_index", index_);
        json.key("item");
        json.raw(std::string_view{output_}.substr(begin));
    });
    open_ = Kind::none;
    said_.clear();
    ++index_;
}

Result<void> ResponseEventWriter::frames(std::string& out, std::string_view frames, JsonReader& reader) {
    Items items{*this, out};
    return deltas_.read(frames, reader, items);
}

void ResponseEventWriter::finish(std::string& out, FinishReason reason, Usage const& usage) {
    auto const status = response_status(reason);
    start(out);
    close(out, status);
    response_event(out, "response." + std::string{status},
                   {.status = status,
                    .incomplete = incomplete_reason(reason),
                    .output = output_,
                    .error = nullptr,
                    .usage = &usage});
}

void ResponseEventWriter::fail(std::string& out, Error const& error) {
    start(out);
    response_event(out, "response.failed",
                   {.status = "failed", .incomplete = {}, .output = output_, .error = &error, .usage = nullptr});
    event(out, "error", [&](JsonWriter& json) {
        json.member("code", problem(error.code).code);
        json.member("message", message_of(error));
        json.key("param");
        json.null();
        std::string nested;
        append_problem(nested, error);
        // `{"error":{...}}` without its braces: the member by which OpenAI's own SDK knows a failure.
        json.raw(std::string_view{nested}.substr(1, nested.size() - 2));
    });
}

}  // namespace signalbox::wire
