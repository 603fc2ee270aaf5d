#include "wire/anthropic_answer.hpp"
#include "wire/openai_fields.hpp"
#include "wire/openai_writer.hpp"
#include "wire/text_member.hpp"
#include "wire/thinking_block.hpp"

#include <algorithm>
#include <utility>

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

std::unexpected<Error> broken(std::string_view why) {
    return fail(Errc::provider_protocol, "an event of the provider's stream is broken: " + std::string{why});
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// A required member; absent when it is missing or of another type.
template <class T>
std::optional<T> member(Object object, std::string_view name) {
    T value{};
    if (object.at_key(name).get(value) != simdjson::SUCCESS) return std::nullopt;
    return value;
}

}  // namespace

Result<AnswerPiece> MessageEvents::event(std::string_view data, std::string& frames) {
    AnswerPiece piece;
    if (finished_ || is_blank(data)) return piece;
    text_.clear();
    reasoning_.clear();
    auto const document = reader_.parse(data);
    if (!document) return broken("it is no strict JSON");
    Object object;
    if (document->get(object) != simdjson::SUCCESS) return broken("it is no object");
    auto const type = text_member(object, "type");
    if (type.empty()) return broken("it has no type");
    if (type == "error") {
        auto const error = member<Element>(object, "error");
        return std::unexpected{classify_error(200, error.value_or(*document))};
    }
    Result<void> read;
    if (type == "message_start") read = start(object, frames);
    if (type == "content_block_start") read = block_start(object, piece, frames);
    if (type == "content_block_delta") read = block_delta(object, piece, frames);
    if (type == "content_block_stop") block_stop(member<std::int64_t>(object, "index").value_or(-1), frames);
    if (type == "message_delta") message_delta(object);
    if (type == "message_stop") stop(piece, frames);
    if (!read) return std::unexpected{std::move(read.error())};
    piece.text = text_;
    piece.reasoning = reasoning_;
    piece.content = piece.tool_calls || !text_.empty() || !reasoning_.empty();
    return piece;
}

Result<void> MessageEvents::start(Object event, std::string& frames) {
    auto const message = member<Object>(event, "message");
    if (!message) return broken("message_start has no message");
    if (started_) return broken("a second message_start");
    started_ = true;
    id_ = text_member(*message, "id");
    model_ = text_member(*message, "model");
    if (auto const usage = member<Element>(*message, "usage")) usage_.take(*usage);
    append_role_chunk(frames, {.id = id_, .created = created_, .model = model_});
    return {};
}

Result<void> MessageEvents::block_start(Object event, AnswerPiece& piece, std::string& frames) {
    auto const block = member<Object>(event, "content_block");
    auto const index = member<std::int64_t>(event, "index");
    if (!started_ || !block || !index) return broken("content_block_start is out of place or incomplete");
    auto const type = text_member(*block, "type");
    if (type == "text") tell_text(text_member(*block, "text"), frames);
    if (type == "thinking") tell_reasoning(text_member(*block, "thinking"), frames);
    if (type == "redacted_thinking") {
        append_reasoning_detail_chunk(frames, {.id = id_, .created = created_, .model = model_},
                                      redacted_thinking_detail(text_member(*block, "data")));
    }
    if (type != "tool_use") return {};
    piece.tool_calls = true;
    return tool_start(*block, *index, frames);
}

Result<void> MessageEvents::tool_start(Object block, std::int64_t index, std::string& frames) {
    auto const id = text_member(block, "id");
    auto const name = text_member(block, "name");
    if (id.empty() || name.empty()) return broken("a tool_use has no id or no name");
    Tool tool{.block = index, .input = {}};
    if (auto const input = member<Object>(block, "input"); input && input->size() > 0) {
        tool.input = simdjson::minify(*input);
    }
    append_tool_call_chunk(frames, {.id = id_, .created = created_, .model = model_}, tools_.size(), id, name);
    tools_.push_back(std::move(tool));
    return {};
}

Result<void> MessageEvents::block_delta(Object event, AnswerPiece& piece, std::string& frames) {
    auto const delta = member<Object>(event, "delta");
    if (!started_ || !delta) return broken("content_block_delta is out of place or incomplete");
    auto const type = text_member(*delta, "type");
    auto const told = [&](std::string_view name) { return member<std::string_view>(*delta, name); };
    if (type == "text_delta") {
        auto const text = told("text");
        if (!text) return broken("text_delta has no text");
        tell_text(*text, frames);
    }
    if (type == "thinking_delta") {
        auto const thinking = told("thinking");
        if (!thinking) return broken("thinking_delta has no thinking");
        tell_reasoning(*thinking, frames);
    }
    if (type == "signature_delta") signature_ += told("signature").value_or(std::string_view{});
    if (type != "input_json_delta") return {};
    piece.tool_calls = true;
    return tool_delta(*delta, member<std::int64_t>(event, "index").value_or(-1), frames);
}

Result<void> MessageEvents::tool_delta(Object delta, std::int64_t index, std::string& frames) {
    auto const fragment = member<std::string_view>(delta, "partial_json");
    if (!fragment) return broken("input_json_delta has no partial_json");
    auto const tool = std::ranges::find(tools_, index, &Tool::block);
    // The input of a tool that runs at the provider belongs to a block that is not passed on.
    if (tool == tools_.end() || fragment->empty()) return {};
    if (tool->closed) return broken("input_json_delta after the end of its block");
    tool->argued = true;
    append_tool_arguments_chunk(frames, {.id = id_, .created = created_, .model = model_},
                                static_cast<std::size_t>(tool - tools_.begin()), *fragment);
    return {};
}

void MessageEvents::tell_text(std::string_view text, std::string& frames) {
    if (text.empty()) return;
    text_ += text;
    append_text_chunk(frames, {.id = id_, .created = created_, .model = model_}, text);
}

void MessageEvents::tell_reasoning(std::string_view text, std::string& frames) {
    if (text.empty()) return;
    reasoning_ += text;
    thinking_ += text;
    append_reasoning_chunk(frames, {.id = id_, .created = created_, .model = model_}, text);
}

void MessageEvents::block_stop(std::int64_t index, std::string& frames) {
    auto const tool = std::ranges::find(tools_, index, &Tool::block);
    if (tool != tools_.end()) close_tool(static_cast<std::size_t>(tool - tools_.begin()), frames);
    close_thinking(frames);
}

// Arguments are always one JSON object, also when the model gave none.
void MessageEvents::close_tool(std::size_t nth, std::string& frames) {
    auto& tool = tools_[nth];
    if (std::exchange(tool.closed, true) || tool.argued) return;
    append_tool_arguments_chunk(frames, {.id = id_, .created = created_, .model = model_}, nth,
                                tool.input.empty() ? std::string_view{"{}"} : tool.input);
}

void MessageEvents::close_thinking(std::string& frames) {
    if (!signature_.empty()) {
        append_reasoning_detail_chunk(frames, {.id = id_, .created = created_, .model = model_},
                                      thinking_detail(thinking_, signature_));
    }
    thinking_.clear();
    signature_.clear();
}

void MessageEvents::message_delta(Object event) {
    if (auto const usage = member<Element>(event, "usage")) usage_.take(*usage);
    if (auto const delta = member<Object>(event, "delta")) {
        if (auto const reason = text_member(*delta, "stop_reason"); !reason.empty()) {
            finish_reason_ = read_stop_reason(reason);
        }
    }
}

void MessageEvents::stop(AnswerPiece& piece, std::string& frames) {
    for (std::size_t nth = 0; nth < tools_.size(); ++nth) close_tool(nth, frames);
    append_finish_chunk(frames, {.id = id_, .created = created_, .model = model_}, finish_reason_);
    finished_ = piece.finish = true;
}

}  // namespace signalbox::wire
