#include "wire/ollama_answer.hpp"
#include "wire/ollama_fields.hpp"
#include "wire/text_member.hpp"

namespace signalbox::wire {

namespace {

using Object = simdjson::dom::object;

std::unexpected<Error> broken(std::string_view why) {
    return fail(Errc::provider_protocol, "a line of the provider's stream is broken: " + std::string{why});
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// Appends a text member; null and absence are nothing, another type is an error.
bool take_text(Object object, std::string_view name, std::string& out) {
    simdjson::dom::element value;
    if (object.at_key(name).get(value) != simdjson::SUCCESS || value.is_null()) return true;
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return false;
    out += text;
    return true;
}

}  // namespace

OllamaLines::OllamaLines(JsonReader& reader, OllamaIdentity const& identity)
    : reader_{reader}, identity_{identity}, id_{ollama_answer_id(identity.seed)} {}

Result<AnswerPiece> OllamaLines::event(std::string_view line, std::string& frames) {
    AnswerPiece piece;
    if (finished_ || is_blank(line)) return piece;
    text_.clear();
    reasoning_.clear();
    auto const document = reader_.parse(line);
    if (!document) return broken("it is no strict JSON");
    Object object;
    if (document->get(object) != simdjson::SUCCESS) return broken("it is no object");
    if (auto error = read_ollama_error(object)) return std::unexpected{std::move(*error)};
    Object told;
    if (object.at_key("message").get(told) != simdjson::SUCCESS) return broken("it has no message");
    if (!started_) {
        started_ = true;
        model_ = text_member(object, "model");
        append_role_chunk(frames, {.id = id_, .created = identity_.created, .model = model_});
    }
    if (auto const read = message(told, piece, frames); !read) return std::unexpected{read.error()};
    if (bool done = false; object.at_key("done").get(done) == simdjson::SUCCESS && done) finish(object, piece, frames);
    piece.text = text_;
    piece.reasoning = reasoning_;
    piece.content = piece.tool_calls || !text_.empty() || !reasoning_.empty();
    return piece;
}

Result<void> OllamaLines::message(Object message, AnswerPiece& piece, std::string& frames) {
    CompletionIdentity const identity{.id = id_, .created = identity_.created, .model = model_};
    if (!take_text(message, "thinking", reasoning_)) return broken("thinking is no text");
    if (!take_text(message, "content", text_)) return broken("content is no text");
    if (!reasoning_.empty()) append_reasoning_chunk(frames, identity, reasoning_);
    if (!text_.empty()) append_text_chunk(frames, identity, text_);
    auto const calls = read_ollama_calls(message, identity_.seed, tool_calls_);
    if (!calls) return std::unexpected{calls.error()};
    for (auto const& call : *calls) {
        append_tool_call_chunk(frames, identity, tool_calls_, call.id, call.name);
        append_tool_arguments_chunk(frames, identity, tool_calls_, call.arguments);
        ++tool_calls_;
        piece.tool_calls = true;
    }
    return {};
}

void OllamaLines::finish(Object line, AnswerPiece& piece, std::string& frames) {
    usage_ = read_ollama_usage(line);
    finish_reason_ = read_done_reason(text_member(line, "done_reason"), tool_calls());
    append_finish_chunk(frames, {.id = id_, .created = identity_.created, .model = model_}, finish_reason_);
    finished_ = piece.finish = true;
}

}  // namespace signalbox::wire
